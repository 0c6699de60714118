-- All that the presence topic says of the partition's users was claimed. It is true when the claims have ended.
local partition, read, settle = ARGV[1], ARGV[2], tonumber(ARGV[3])
redis.call('HSET', key(partition, 'log'), 'read', read)
redis.call('HSET', 'presence:known', partition, text(now + settle))
return {}
