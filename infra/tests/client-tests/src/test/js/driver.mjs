// One client with its store, driven by commands: the same in Node and in a page.

/**
 * Makes a driver.
 *
 * @param platform {createClient, createStore, storage(name), webSocket?}
 * @returns a function that handles a command and answers with JSON
 */
export function createDriver({ createClient, createStore, storage, webSocket }) {
  const shown = new Map(); // room → seqs of events, in the order in which the client told them
  const results = {}; // id of what was sent → "ack SEQ" or "refused CODE"
  const problems = [];
  const stored = {};
  let client;
  let store;

  const shownIn = (room) => shown.get(room) ?? shown.set(room, []).get(room);
  const settle = (id, result) => {
    if (results[id] && results[id] !== result && !results[id].startsWith('refused')) problems.push(`${id}: ${results[id]}, then ${result}`);
    results[id] = result;
  };
  const messages = (room) => store.timeline(room).snapshot().items.filter(({ event }) => event.type === 'message');

  /** What a user sees of a message, in a form that can be compared with the server's. */
  const view = ({ seq, id, content, editedAt, deletedAt, reactions = {} }) => ({
    seq,
    id,
    content: content ?? null,
    edited: editedAt !== undefined,
    deleted: deletedAt !== undefined,
    reactions: Object.entries(reactions).map(([emoji, { count, me }]) => `${emoji} ${count} ${me}`).sort(),
  });

  const commands = {
    open({ url, token, storage: name, rooms }) {
      client = createClient({ url, token, storage: storage(name), webSocket });
      store = createStore(client);
      client.on('event', ({ room, seq }) => {
        const seqs = shownIn(room);
        if (seq <= (seqs.at(-1) ?? 0)) problems.push(`event ${seq} of ${room} after ${seqs.at(-1)}`);
        seqs.push(seq);
      });
      client.on('joined', ({ room, reset }) => reset && shown.delete(room));
      client.on('outbox', ({ type, entry, ack, error }) => {
        if (type === 'acknowledged') settle(entry.id, `ack ${ack.seq}`);
        if (type === 'refused') settle(entry.id, `refused ${entry.error.code}`);
        if (type === 'undone') settle(entry.id, `refused ${error.code}`);
      });
      client.on('error', ({ code, message }) => problems.push(`error ${code}: ${message}`));
      for (const room of rooms) store.timeline(room).open();
      client.connect();
    },
    send({ room, id, content }) {
      const sending = client.room(room).send({ id, content });
      sending.stored.then(() => (stored[id] = true), () => {});
    },
    change({ room, kind, pick, content, emoji, own }) {
      const choice = messages(room).filter(({ seq, event }) => seq > 0 && !event.deletedAt && (!own || event.user.id === client.me?.id));
      if (choice.length === 0) return null;
      const { seq } = choice[pick % choice.length];
      const target = client.room(room);
      if (kind === 'edit') target.edit(seq, { content });
      if (kind === 'delete') target.delete(seq);
      if (kind === 'react') target.react(seq, emoji, pick % 3 === 0);
      return seq;
    },
    read({ room }) {
      const last = messages(room).findLast(({ seq }) => seq > 0);
      if (last) client.room(room).read(last.seq);
    },
    typing: ({ room }) => client.room(room).typing(),
    state: () => ({
      phase: client.state.phase,
      waiting: client.outbox.entries().filter(({ state }) => state !== 'refused').map(({ id }) => id),
      refused: client.outbox.entries().filter(({ state }) => state === 'refused').map(({ id, action, error }) => `${action.type} ${id} ${error.code}`),
      results,
      stored: Object.keys(stored),
      problems: problems.splice(0),
    }),
    discard() {
      client.outbox.entries().filter(({ state }) => state === 'refused').forEach(({ id }) => client.outbox.discard(id));
    },
    shown: ({ room }) => ({ seqs: shownIn(room), position: client.room(room).position }),
    async timeline({ room }) {
      const timeline = store.timeline(room);
      while (timeline.snapshot().hasOlder) await timeline.loadOlder();
      const { items, live, hasNewer } = timeline.snapshot();
      return {
        live: live && !hasNewer,
        pending: items.filter(({ pending }) => pending && pending.state !== 'refused').length,
        messages: messages(room).filter(({ seq, pending }) => seq > 0 && pending === null).map(({ event }) => view(event)),
      };
    },
    async history({ room, url, token }) {
      const found = [];
      let after = 0;
      while (after !== null) {
        const response = await fetch(`${url}/api/messages?room=${room}&after=${after}&limit=200`, { headers: { Authorization: `Bearer ${token}` } });
        const page = await response.json();
        found.push(...page.messages);
        ({ after } = page);
      }
      return found.map(view);
    },
    inbox: () =>
      store.inbox().rooms.map(({ room, lastSeq, readSeq, unread, mentions }) => ({ room, lastSeq, readSeq, unread, mentions: mentions ?? 0 })),
    async close() {
      await store.close();
      await client.close();
    },
  };
  return async (command) => (await commands[command.do](command)) ?? null;
}
