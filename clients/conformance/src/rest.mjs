// What a scripted gateway answers to REST calls if the script has no rule for them.
import { ME } from './rooms.mjs';

const problem = (status, code) => ({ status, body: { type: `urn:problem-type:chat:${code}`, title: code, status, code } });

/**
 * Answers a call.
 *
 * @param call {method, path, query, body}
 * @returns {status, body, event?}: `event` is one that the call appended, to be delivered
 */
export function answer({ method, path, query, body }, rooms) {
  const [, first, room, last] = /^\/api\/(\w+)(?:\/([^/]+))?(?:\/(\w+))?$/.exec(path) ?? [];
  if (method === 'GET' && first === 'rooms' && last === 'events') return events(room, query, rooms);
  if (method === 'GET' && first === 'rooms' && !room) return { status: 200, body: { rooms: [], next: null } };
  if (method === 'GET' && first === 'rooms' && !last) return known(room, rooms, () => described(room, rooms));
  if (method === 'GET' && first === 'rooms' && last === 'members') return { status: 200, body: { members: [], next: null } };
  if (method === 'PUT' && first === 'rooms' && last === 'read') return { status: 204 };
  if (method === 'GET' && first === 'messages') return messages(query, rooms);
  if (method === 'POST' && first === 'messages') return sent(body, rooms);
  if (method === 'GET' && path === '/api/users/profile') return { status: 200, body: { ...ME, email: 'ann@example.org' } };
  if (method === 'GET' && first === 'users') return { status: 200, body: { users: [], count: 0, next: null } };
  return problem(404, 'not_found');
}

const known = (room, rooms, body) => (rooms.has(room) ? { status: 200, body: body() } : problem(404, 'not_found'));

const described = (room, rooms) => ({
  room,
  name: room,
  visibility: 'public',
  memberCount: 1,
  createdAt: 0,
  lastSeq: rooms.last(room),
  slowModeSeconds: 0,
});

function events(room, query, rooms) {
  const after = Number(query.after ?? 0);
  const limit = Number(query.limit ?? 200);
  return known(room, rooms, () => {
    const missed = rooms.log(room).filter((event) => event.seq > after);
    const page = missed.slice(0, limit);
    return { room, events: page, after: missed.length > limit ? page.at(-1).seq : null };
  });
}

function messages({ room, before, after, around, limit = 50 }, rooms) {
  return known(room, rooms, () => {
    const all = rooms.log(room).filter((event) => event.type === 'message');
    const from = (seq) => all.filter((event) => event.seq > Number(seq));
    const until = (seq) => all.filter((event) => event.seq < Number(seq));
    const half = Math.ceil(limit / 2);
    let page = all.slice(-limit);
    if (after !== undefined) page = from(after).slice(0, limit);
    else if (before !== undefined) page = until(before).slice(-limit);
    else if (around !== undefined) page = [...until(around).slice(-half), ...from(Number(around) - 1).slice(0, half)];
    const first = page[0]?.seq ?? 0;
    const last = page.at(-1)?.seq ?? 0;
    return {
      room,
      messages: page,
      before: page.length && until(first).length ? first : null,
      after: page.length && from(last).length ? last : null,
    };
  });
}

function sent(body, rooms) {
  const { event, known: before } = rooms.accept({ id: `s${rooms.last(body.room) + 3}`, ...body });
  return { status: before ? 200 : 201, body: event, event: before ? undefined : event };
}
