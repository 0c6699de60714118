-- Records of the presence topic were read back: what it says last has to be what holds.
local partition, read, settle = ARGV[1], ARGV[2], tonumber(ARGV[3])
for i = 4, #ARGV, 6 do
  local user, name, status, since, at, rooms = unpack(ARGV, i, i + 5)
  local present = redis.call('HMGET', person(user), 'at', 'status')
  if not present[1] then
    if status ~= 'offline' then
      claim(partition, settle, user, name, status, since, at, rooms)
    end
  elseif present[1] == at then
    redis.call('ZREM', key(partition, 'unread'), user)
    -- Nothing but what was published is left of who is offline and has no session.
    if present[2] == 'offline' and redis.call('HLEN', person(user)) == 5 then
      redis.call('DEL', person(user))
    end
  elseif not redis.call('ZSCORE', key(partition, 'unread'), user) then
    redis.call('ZADD', key(partition, 'unread'), now, user)
  end
end
if read ~= '' then
  redis.call('HSET', key(partition, 'log'), 'read', read)
end
return {}
