-- Prepended to each script, behind 'most_rooms'. Time is Redis' own, in milliseconds. KEYS[1] is the key of the
-- leases. What is before its last word begins all keys: 'presence:' in one server; 'presence:{<p>}:' in a cluster,
-- where each partition has all keys below for itself, in one slot.
--
-- presence:leases               sorted set: lease -> the time at which it ends
-- presence:user:<user>          hash: name, the last published presence (status, since, at, rooms), and by
--                               's:<session>' each session: lease|status|end|room,room,...
--                               where end is 0 while it is open, else the time at which it expires
-- presence:<p>:log              hash of a partition: offset and read, the next records of the sessions' and
--                               of the presence topic
-- presence:<p>:due              sorted set: users to check again -> the time of the check
-- presence:<p>:unread           sorted set: users whose last change was not read back -> the time to publish it again
-- presence:<p>:leases           set: leases with sessions of this partition's users
-- presence:<p>:lease:<lease>    set: users with sessions of that lease
local call = redis.call
local clock = call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local alive = {}
local changes = {}

local function text(number)
  return string.format('%.0f', number)
end

local prefix = string.sub(KEYS[1], 1, -1 - string.len('leases'))

local function key(partition, name)
  return prefix .. partition .. ':' .. name
end

local function person(user)
  return prefix .. 'user:' .. user
end

-- The lease without a name is that of claimed presence.
local function is_alive(lease)
  if lease == '' then
    return true
  end
  if alive[lease] == nil then
    local last = call('ZSCORE', KEYS[1], lease)
    alive[lease] = last and tonumber(last) > now
  end
  return alive[lease]
end

local function parse(value)
  local lease, status, last, rooms = string.match(value, '^([^|]*)|([^|]*)|([^|]*)|(.*)$')
  return {lease = lease, status = status, last = tonumber(last), rooms = rooms}
end

local function format(session)
  return session.lease .. '|' .. session.status .. '|' .. text(session.last) .. '|' .. session.rooms
end

local function add_rooms(set, rooms)
  for room in string.gmatch(rooms, '[^,]+') do
    set[room] = true
  end
end

-- The rooms of all sessions, up to the number that one record can hold.
local function add_some_rooms(set, count, rooms)
  if count >= most_rooms then
    return count
  end
  for room in string.gmatch(rooms, '[^,]+') do
    if not set[room] then
      set[room] = true
      count = count + 1
      if count == most_rooms then
        return count
      end
    end
  end
  return count
end

-- Lua passes only some thousand values to one call.
local function remove_fields(name, fields)
  for i = 1, #fields, 1000 do
    call('HDEL', name, unpack(fields, i, math.min(i + 999, #fields)))
  end
end

local function join_rooms(set)
  local names = {}
  for room in pairs(set) do
    names[#names + 1] = room
  end
  table.sort(names)
  return table.concat(names, ',')
end

local function report(user, fields)
  local count = #changes
  changes[count + 1] = user
  changes[count + 2] = fields.name
  changes[count + 3] = fields.status
  changes[count + 4] = fields.since
  changes[count + 5] = fields.at
  changes[count + 6] = fields.rooms
end

local function publish(partition, user, fields, status, rooms, resend)
  local at = math.max(now, tonumber(fields.at or '0') + 1)
  if status ~= fields.status then
    fields.status = status
    fields.since = text(at)
  end
  fields.at = text(at)
  fields.rooms = rooms
  call('HSET', person(user), 'status', status, 'since', fields.since, 'at', fields.at, 'rooms', rooms)
  call('ZADD', key(partition, 'unread'), now + resend, user)
  report(user, fields)
end

-- Computes a user's presence from the sessions, and reports it if it has changed.
local function look_at(partition, user, resend)
  local all = call('HGETALL', person(user))
  local fields, gone, lost, held, rooms = {status = 'offline', rooms = ''}, {}, {}, {}, {}
  local status, due, count = 'offline', nil, 0
  for i = 1, #all, 2 do
    if string.sub(all[i], 1, 2) ~= 's:' then
      fields[all[i]] = all[i + 1]
    else
      local session = parse(all[i + 1])
      if (session.last > 0 and session.last <= now) or not is_alive(session.lease) then
        gone[#gone + 1] = all[i]
        lost[session.lease] = true
      else
        held[session.lease] = true
        count = add_some_rooms(rooms, count, session.rooms)
        if status ~= 'online' then
          status = session.status
        end
        if session.last > 0 and (not due or session.last < due) then
          due = session.last
        end
      end
    end
  end
  if #all == 0 then
    return
  end
  if #gone > 0 then
    remove_fields(person(user), gone)
    for lease in pairs(lost) do
      if not held[lease] then
        call('SREM', key(partition, 'lease:' .. lease), user)
      end
    end
  end
  if due then
    call('ZADD', key(partition, 'due'), due, user)
  end
  local joined = join_rooms(rooms)
  if status ~= fields.status or joined ~= fields.rooms then
    publish(partition, user, fields, status, joined, resend)
  end
end

-- Accepts, for some time, the presence in the topic of a user without sessions in the store.
local function claim(partition, settle, user, name, status, since, at, rooms)
  if call('EXISTS', person(user)) == 0 then
    local last = now + settle
    local session = format({lease = '', status = status, last = last, rooms = rooms})
    call('HSET', person(user), 'name', name, 'status', status, 'since', since, 'at', at,
      'rooms', rooms, 's:', session)
    call('ZADD', key(partition, 'due'), last, user)
  end
end

-- The data of one user may be broken; that must not stop the other users of all partitions. So the data is
-- deleted, and the user is reported as offline until a gateway announces the sessions again. A failure of
-- Redis itself deletes no user.
local function forget(partition, user, reason)
  redis.log(redis.LOG_WARNING, 'deleted the data of user ' .. user .. ': ' .. reason)
  local name = redis.pcall('HGET', person(user), 'name')
  call('DEL', person(user))
  call('ZREM', key(partition, 'due'), user)
  call('ZREM', key(partition, 'unread'), user)
  if type(name) == 'string' then
    report(user, {name = name, status = 'offline', since = text(now), at = text(now), rooms = ''})
  end
end

-- Other errors, such as ERR and WRONGTYPE, are caused by the data. While a slot of a cluster moves to another server,
-- the keys that are there already are not local.
local function is_of_redis(reason)
  if string.find(reason, 'non local key', 1, true) then
    return true
  end
  local codes = ' OOM READONLY MISCONF NOREPLICAS LOADING BUSY MASTERDOWN CLUSTERDOWN MOVED ASK TRYAGAIN CROSSSLOT'
    .. ' NOPERM NOAUTH EXECABORT UNBLOCKED '
  local code = string.match(reason, '^-?(%u+)')
  return code and string.find(codes, ' ' .. code .. ' ', 1, true)
end

local function attempt(partition, user, step, ...)
  local done, result = pcall(step, ...)
  if done then
    return result
  end
  local reason = type(result) == 'table' and result.err or tostring(result)
  if is_of_redis(reason) then
    error(result)
  end
  forget(partition, user, reason)
  return false
end
