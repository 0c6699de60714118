// Our client under the kit's line protocol; the programs for Node and for browsers share it.

/**
 * Makes the program's answer to commands.
 *
 * @param platform {createClient, storage(name): ChatStorage, webSocket?}
 * @param say writes a report
 * @returns a function that handles a command
 */
export function createAdapter({ createClient, storage, webSocket }, say) {
  const asked = [];
  const joined = new Map();
  let client;
  let started;

  const askToken = () =>
    new Promise((resolve, reject) => {
      asked.push((token) => (token === null ? reject(new Error('no token now')) : resolve(token)));
      say({ say: 'token' });
    });

  function start({ url, storage: name }) {
    started = { url, storage: name };
    client = createClient({ url, token: askToken, storage: storage(name), webSocket, share: false });
    const own = client;
    const tell = (report) => own === client && say(report);
    client.on('state', ({ phase, code }) => tell({ say: 'state', phase, code }));
    client.on('event', ({ room, seq, type, id }) => tell({ say: 'event', room, seq, type, ...(type === 'message' && { id }) }));
    client.on('left', ({ room, reason }) => reason !== 'left' && tell({ say: 'left', room, reason }));
    client.on('outbox', ({ type, entry, ack }) => {
      if (type === 'acknowledged') tell({ say: 'acknowledged', id: entry.id, seq: ack.seq });
      if (type === 'refused') tell({ say: 'refused', id: entry.id, code: entry.error.code });
    });
    client.connect();
  }

  async function end() {
    const old = client;
    client = undefined;
    asked.length = 0;
    joined.clear();
    await old?.close();
  }

  const commands = {
    start,
    token: ({ token }) => asked.shift()?.(token),
    join: ({ room, after }) => void joined.set(room, client.room(room).join({ after })),
    leave: ({ room }) => joined.get(room)?.leave(),
    send({ room, id, content }) {
      const sending = client.room(room).send({ id, content });
      sending.acknowledged.catch(() => {});
      sending.stored.then(() => say({ say: 'stored', id }), () => {});
    },
    async reload() {
      await end();
      start(started);
    },
    async stop() {
      await end();
      say({ say: 'stopped' });
    },
  };
  return (command) => commands[command.do](command);
}
