-- Acquires a partition; returns its positions in both topics. Without the second one, the presence in the
-- topic has to be claimed first.
local partition, first, last, fallback = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), ARGV[4]
local offset = call('HGET', key(partition, 'log'), 'offset')
if not offset or tonumber(offset) < first or tonumber(offset) > last then
  offset = fallback
  call('HSET', key(partition, 'log'), 'offset', offset)
  call('HDEL', prefix .. 'known', partition)
end
if call('HEXISTS', prefix .. 'known', partition) == 0 then
  return {offset, ''}
end
return {offset, call('HGET', key(partition, 'log'), 'read') or ''}
