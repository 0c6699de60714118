-- Compares records of the presence topic with the store, if the first one is the position of the partition:
-- the last record of a user has to be the published presence.
local partition, from, to, settle = ARGV[1], ARGV[2], ARGV[3], tonumber(ARGV[4])
local stands = redis.call('HGET', key(partition, 'log'), 'read')
if stands ~= from then
  return {stands or ''}
end

local function compare(user, name, status, since, at, rooms)
  local present = redis.call('HMGET', person(user), 'at', 'status', 'since', 'rooms')
  if not present[1] then
    if status ~= 'offline' then
      claim(partition, settle, user, name, status, since, at, rooms)
    end
  elseif present[1] == at and present[2] == status and present[3] == since and present[4] == rooms then
    redis.call('ZREM', key(partition, 'unread'), user)
    -- Of an offline user without sessions only the published presence is left.
    if present[2] == 'offline' and redis.call('HLEN', person(user)) == 5 then
      redis.call('DEL', person(user))
    end
  elseif not redis.call('ZSCORE', key(partition, 'unread'), user) then
    redis.call('ZADD', key(partition, 'unread'), now, user)
  end
end

for i = 5, #ARGV, 6 do
  attempt(partition, ARGV[i], compare, unpack(ARGV, i, i + 5))
end
redis.call('HSET', key(partition, 'log'), 'read', to)
return {to}
