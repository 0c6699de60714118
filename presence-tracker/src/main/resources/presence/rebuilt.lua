-- Ends a rebuild: all presence of the partition in the topic was claimed, and is confirmed when the claims end.
local partition, read, settle = ARGV[1], ARGV[2], tonumber(ARGV[3])
call('HSET', key(partition, 'log'), 'read', read)
call('HSET', prefix .. 'known', partition, text(now + settle))
return {}
