-- Announces a gateway for a time, and answers which gateways there are. An empty name only asks.
local gateways, name, duration = KEYS[1], ARGV[1], tonumber(ARGV[2])
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)

if name ~= '' then
  redis.call('ZADD', gateways, now + duration, name)
end
redis.call('ZREMRANGEBYSCORE', gateways, '-inf', now)
return redis.call('ZRANGE', gateways, 0, 999)
