-- Applies the events of some partitions between two offsets each, if the first one is the position of the
-- partition. A step is: partition, from, to, the number of events, and seven values for each.
local linger, resend = tonumber(ARGV[1]), tonumber(ARGV[2])

local function update(user, field, kind, status, rooms)
  local value = call('HGET', person(user), field)
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
  call('HSET', person(user), field, format(session))
  return true
end

-- The leases that this call has added to a partition.
local added = {}

local function open(partition, user, name, field, lease, status, rooms)
  if not is_alive(lease) then
    return false
  end
  local session = {lease = lease, status = status, last = 0, rooms = rooms}
  call('HSET', person(user), 'name', name, field, format(session))
  local leases = key(partition, 'leases')
  if not added[leases .. lease] then
    added[leases .. lease] = call('SADD', leases, lease)
  end
  call('SADD', key(partition, 'lease:' .. lease), user)
  return true
end

local function apply(partition, first, last)
  local touched, order = {}, {}
  for i = first, last, 7 do
    local kind, user, name, session = ARGV[i], ARGV[i + 1], ARGV[i + 2], ARGV[i + 3]
    local lease, status, rooms = ARGV[i + 4], ARGV[i + 5], ARGV[i + 6]
    local news
    if kind == 'opened' then
      news = attempt(partition, user, open, partition, user, name, 's:' .. session, lease, status, rooms)
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
end

local answer = {}
local i = 3
while i <= #ARGV do
  local partition, from, to, count = ARGV[i], ARGV[i + 1], ARGV[i + 2], tonumber(ARGV[i + 3])
  local position = call('HGET', key(partition, 'log'), 'offset')
  changes = {}
  if position == from then
    apply(partition, i + 4, i + 3 + 7 * count)
    call('HSET', key(partition, 'log'), 'offset', to)
    position = to
  end
  answer[#answer + 1] = position or ''
  answer[#answer + 1] = changes
  i = i + 4 + 7 * count
end
return answer
