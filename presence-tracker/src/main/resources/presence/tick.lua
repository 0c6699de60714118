-- Performs the work that is due: expired sessions, changes that were not read back, sessions of dead gateways.
local resend, most = tonumber(ARGV[1]), tonumber(ARGV[2])
local places = {}

local function bury(partition, lease)
  local users = call('SPOP', key(partition, 'lease:' .. lease), most)
  for _, user in ipairs(users) do
    attempt(partition, user, look_at, partition, user, resend)
  end
  if #users < most then
    call('SREM', key(partition, 'leases'), lease)
  end
end

local function say_again(partition, user)
  local fields = call('HMGET', person(user), 'name', 'status', 'since', 'at', 'rooms')
  if fields[1] and fields[4] then
    report(user, {name = fields[1], status = fields[2], since = fields[3], at = fields[4], rooms = fields[5]})
    call('ZADD', key(partition, 'unread'), now + resend, user)
  else
    call('ZREM', key(partition, 'unread'), user)
  end
end

local function send_again(partition)
  local users = call('ZRANGEBYSCORE', key(partition, 'unread'), '-inf', now, 'LIMIT', 0, most)
  for _, user in ipairs(users) do
    attempt(partition, user, say_again, partition, user)
  end
end

for i = 3, #ARGV do
  local partition = ARGV[i]
  local stands = call('HMGET', key(partition, 'log'), 'offset', 'read')
  places[#places + 1] = stands[1] or ''
  places[#places + 1] = stands[2] or ''
  call('HSET', prefix .. 'ticked', partition, text(now))
  send_again(partition)
  for _, lease in ipairs(call('SMEMBERS', key(partition, 'leases'))) do
    if not is_alive(lease) then
      bury(partition, lease)
    end
  end
  local due = call('ZRANGEBYSCORE', key(partition, 'due'), '-inf', now, 'LIMIT', 0, most)
  for _, user in ipairs(due) do
    call('ZREM', key(partition, 'due'), user)
    attempt(partition, user, look_at, partition, user, resend)
  end
end
return {places, changes}
