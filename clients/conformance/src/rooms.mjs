// The logs of rooms that a scripted gateway serves.

const AT = 1_767_225_600_000;
const BEN = { id: 'u-ben', username: 'ben' };

/** The user that the client under test is. */
export const ME = { id: 'u-ann', username: 'ann' };

/** Makes the logs of a script: {room: [event or {from, step, count}]}. */
export function createRooms(described = {}) {
  const logs = new Map();

  const log = (room) => {
    if (!logs.has(room)) logs.set(room, []);
    return logs.get(room);
  };
  const last = (room) => log(room).at(-1)?.seq ?? 0;

  /** Appends an event; what the script leaves out is that of a message by another user. */
  const append = (event) => {
    const { room } = event;
    const seq = event.seq ?? last(room) + 3;
    const message = { id: `e${seq}`, user: BEN, content: `event ${seq}`, at: AT };
    const filler = (event.type ?? 'message') === 'message' ? message : { user: BEN, at: AT };
    const whole = { type: 'message', room, seq, prev: last(room), ...filler, ...event };
    log(room).push(whole);
    return whole;
  };

  /** Appends one event, or a run of messages {room, from, step, count}. */
  const appendAll = ({ from, step = 3, count, ...event }) =>
    count === undefined ? [append(event)] : Array.from({ length: count }, (_, i) => append({ ...event, seq: from + i * step }));

  for (const [room, events] of Object.entries(described)) for (const event of events) appendAll({ room, ...event });
  for (const room of Object.keys(described)) log(room);

  /** Appends what the client sends, or finds what it sent before under the same id. */
  const accept = ({ room, id, content, data, replyTo }) => {
    const known = log(room).find((event) => event.user.id === ME.id && event.id === id);
    return known ? { event: known, known: true } : { event: append({ room, id, content, data, replyTo, user: ME }), known: false };
  };

  /** The answer to a join and the events that follow it, as a gateway decides it. */
  const join = ({ room, after }) => {
    const seq = last(room);
    if (after === undefined || after === null) return { joined: { seq }, replay: [] };
    const missed = log(room).filter((event) => event.seq > after);
    if (missed.length > 1000 || after > seq) return { joined: { seq, recovered: false }, replay: [] };
    return { joined: { seq, recovered: true, missed: missed.length }, replay: missed };
  };

  return { has: (room) => logs.has(room), log, last, append, appendAll, accept, join };
}
