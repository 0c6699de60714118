-- Compares records of the presence topic with the store, in some partitions, if the first one is the position of
-- the partition: the last record of a user has to be the published presence. A step is: partition, from, to, the
-- number of records, and six values for each.
local settle = tonumber(ARGV[1])

local function compare(partition, user, name, status, since, at, rooms)
  local present = call('HMGET', person(user), 'at', 'status', 'since', 'rooms')
  if not present[1] then
    if status ~= 'offline' then
      claim(partition, settle, user, name, status, since, at, rooms)
    end
  elseif present[1] == at and present[2] == status and present[3] == since and present[4] == rooms then
    call('ZREM', key(partition, 'unread'), user)
    -- Of an offline user without sessions only the published presence is left.
    if present[2] == 'offline' and call('HLEN', person(user)) == 5 then
      call('DEL', person(user))
    end
  elseif not call('ZSCORE', key(partition, 'unread'), user) then
    call('ZADD', key(partition, 'unread'), now, user)
  end
end

local answer = {}
local i = 2
while i <= #ARGV do
  local partition, from, to, count = ARGV[i], ARGV[i + 1], ARGV[i + 2], tonumber(ARGV[i + 3])
  local position = call('HGET', key(partition, 'log'), 'read')
  if position == from then
    for j = i + 4, i + 3 + 6 * count, 6 do
      attempt(partition, ARGV[j], compare, partition, unpack(ARGV, j, j + 5))
    end
    call('HSET', key(partition, 'log'), 'read', to)
    position = to
  end
  answer[#answer + 1] = position or ''
  i = i + 4 + 6 * count
end
return answer
