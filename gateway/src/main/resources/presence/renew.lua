-- Takes or renews a gateway's lease, and says whether presence is known: whether a tracker looked after
-- each partition within a lease's time, and none is still hearing of the sessions.
local lease, duration, partitions, what = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), ARGV[4]
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)

redis.call('ZREMRANGEBYSCORE', 'presence:leases', '-inf', now)
local held = what == 'take' or redis.call('ZSCORE', 'presence:leases', lease)
if held then
  redis.call('ZADD', 'presence:leases', now + duration, lease)
end

local function count(hash, from, to)
  local found = 0
  for _, time in ipairs(redis.call('HVALS', hash)) do
    if tonumber(time) >= from and tonumber(time) <= to then
      found = found + 1
    end
  end
  return found
end

local known = partitions > 0
  and count('presence:known', 0, now) >= partitions
  and count('presence:ticked', now - duration, now) >= partitions
return {held and 'yes' or 'no', known and 'yes' or 'no'}
