// What the protocols can do and the chat has no words for, tried on the echo application.
import { expect, once, PATIENCE } from './suite.mjs';

const bytes = (...values) => new Uint8Array(values);
const plain = (values) => values.map((value) => (value instanceof Uint8Array ? [...value] : value));

export const ECHO = {
  async 'sends and gets data among other arguments, and deep in them'({ open }) {
    const socket = open();
    const back = once(socket, 'message-back');
    socket.emit('message', 1, bytes(1, 2, 3), { a: [bytes(4)], b: 'ü' }, bytes());
    const [one, data, deep, empty] = await back;
    expect([one, ...plain([data, deep.a[0], empty]), deep.b], [1, [1, 2, 3], [4], [], 'ü'], 'arguments');
  },

  async 'is acknowledged with data'({ open }) {
    const answer = await new Promise((resolve) =>
      open().emit('message-with-ack', 'x', bytes(5, 6), (...answered) => resolve(answered)),
    );
    expect(plain(answer), ['x', [5, 6]], 'answer');
  },

  async 'acknowledges what it is asked, with and without data'({ open }) {
    const socket = open();
    socket.on('question', (asked, answer) => answer(asked, 'answer'));
    for (const question of ['why', bytes(7, 8)]) {
      const answered = once(socket, 'answered');
      socket.emit('ask', question);
      expect(plain(await answered), plain([question, 'answer']), 'answered');
    }
  },

  async 'gets data of almost a megabyte, and in order'({ open }) {
    const socket = open();
    const sizes = [700_000, 1, 100_000];
    for (const size of sizes) {
      const data = await socket.timeout(PATIENCE).emitWithAck('message-with-ack', new Uint8Array(size));
      expect(data.length, size, 'size');
    }
    const got = [];
    socket.on('message-back', (number, data) => got.push([number, data.length]));
    for (let i = 0; i < 20; i++) socket.emit('message', i, new Uint8Array(i));
    await socket.timeout(PATIENCE).emitWithAck('message-with-ack', 'all');
    expect(got, Array.from({ length: 20 }, (_, i) => [i, i]), 'order');
  },

  async 'is in two namespaces over one connection'({ open }) {
    const main = open({ auth: { a: 1 } });
    const custom = main.io.socket('/custom', { auth: { b: 2 } });
    custom.connect();
    const greetings = await Promise.all([once(main, 'auth'), once(custom, 'auth')]);
    expect(greetings, [[{ a: 1 }], [{ b: 2 }]], 'auth');
    custom.close();
    expect(await main.timeout(PATIENCE).emitWithAck('message-with-ack', 'still'), 'still', 'main');
  },

  async 'finds no other namespace, and is put out'({ open }) {
    const [error] = await once(open({}, '/random'), 'connect_error');
    expect(error.message, 'Invalid namespace', 'message');
    const socket = open();
    const out = once(socket, 'disconnect');
    socket.emit('put-me-out');
    expect((await out)[0], 'io server disconnect', 'reason');
  },
};
