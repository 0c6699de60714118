-- Accepts the presence in the topic until the gateways have announced their sessions.
local partition, settle = ARGV[1], tonumber(ARGV[2])
for i = 3, #ARGV, 6 do
  attempt(partition, ARGV[i], claim, partition, settle, unpack(ARGV, i, i + 5))
end
return {}
