-- Takes or renews a gateway's lease, and says whether presence is known: whether a tracker looked after each of a
-- number of partitions within a lease's time, and none is still hearing of the sessions.
local leases, known, ticked = KEYS[1], KEYS[2], KEYS[3]
local lease, duration, partitions, what = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), ARGV[4]
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)

redis.call('ZREMRANGEBYSCORE', leases, '-inf', now)
local held = what == 'take' or redis.call('ZSCORE', leases, lease)
if held then
  redis.call('ZADD', leases, now + duration, lease)
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

local is_known = partitions > 0
  and count(known, 0, now) >= partitions
  and count(ticked, now - duration, now) >= partitions
return {held and 'yes' or 'no', is_known and 'yes' or 'no'}
