// One process of a Socket.IO cluster: what one client sends goes to all in its room, over Redis Streams.
import { createServer } from 'node:http';
import { createAdapter } from '@socket.io/redis-streams-adapter';
import { createClient } from 'redis';
import { Server } from 'socket.io';

const [port, redisPort] = process.argv.slice(2).map(Number);
const redis = createClient({ url: `redis://127.0.0.1:${redisPort}` });
await redis.connect();

const http = createServer();
const io = new Server(http, { adapter: createAdapter(redis), transports: ['websocket'] });
let count = 0;

io.on('connection', (socket) => {
  socket.on('join', (room, done) => {
    if (room) socket.join(room);
    done({ ok: true });
  });
  socket.on('send', (sent, done) => {
    io.to(sent.room).emit('message', {
      seq: 17592186044416 + ++count,
      prev: 17592186044415 + count,
      type: 'message',
      room: sent.room,
      id: sent.id,
      user: { id: '019a0000-0000-7000-8000-000000000000', username: 'load-0' },
      content: sent.content,
      at: Date.now(),
    });
    done({ ok: true, ref: sent.ref });
  });
});

http.listen(port, '127.0.0.1', () => console.log('ready'));
