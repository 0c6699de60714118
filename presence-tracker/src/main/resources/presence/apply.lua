-- Applies the events between two offsets, if the first one is the position of the partition.
local partition, from, to = ARGV[1], ARGV[2], ARGV[3]
local linger, resend = tonumber(ARGV[4]), tonumber(ARGV[5])
local stands = redis.call('HGET', key(partition, 'log'), 'offset')
if stands ~= from then
  return {stands or '', {}}
end

local function update(user, field, kind, status, rooms)
  local value = redis.call('HGET', person(user), field)
  if not value then
    return false
  end
  local session = parse(value)
  if kind == 'closed' then
    if session.last == 0 then
      session.last = now + linger
    end
  elseif kind == 'status' then
    session.status = status
  else
    local set = {}
    add_rooms(set, session.rooms)
    for room in string.gmatch(rooms, '[^,]+') do
      set[room] = kind == 'joined' or nil
    end
    session.rooms = join_rooms(set)
  end
  redis.call('HSET', person(user), field, format(session))
  return true
end

local function open(user, name, field, lease, status, rooms)
  if not is_alive(lease) then
    return false
  end
  local session = {lease = lease, status = status, last = 0, rooms = rooms}
  redis.call('HSET', person(user), 'name', name, field, format(session))
  redis.call('SADD', key(partition, 'leases'), lease)
  redis.call('SADD', key(partition, 'lease:' .. lease), user)
  return true
end

local touched, order = {}, {}
for i = 6, #ARGV, 7 do
  local kind, user, name, session = ARGV[i], ARGV[i + 1], ARGV[i + 2], ARGV[i + 3]
  local lease, status, rooms = ARGV[i + 4], ARGV[i + 5], ARGV[i + 6]
  local news
  if kind == 'opened' then
    news = attempt(partition, user, open, user, name, 's:' .. session, lease, status, rooms)
  else
    news = attempt(partition, user, update, user, 's:' .. session, kind, status, rooms)
  end
  if news and not touched[user] then
    touched[user] = true
    order[#order + 1] = user
  end
end
for _, user in ipairs(order) do
  attempt(partition, user, look_at, partition, user, resend)
end
redis.call('HSET', key(partition, 'log'), 'offset', to)
return {to, changes}
