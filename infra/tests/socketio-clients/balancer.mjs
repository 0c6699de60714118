// A plain balancer: each request goes to the next gateway that is there, whatever it belongs to.
import { readFile } from 'node:fs/promises';
import http from 'node:http';
import net from 'node:net';

/**
 * @param targets ports of the gateways
 * @param pages what it serves itself: paths to files
 * @param posted called with what is posted to /told
 * @param port where it listens; 0 is any free one
 */
export function balance(targets, pages = {}, posted = () => {}, port = 0) {
  let turn = 0;
  const next = async () => {
    const first = turn++; // others come in while this one looks who is there
    for (let tries = 0; tries < targets.length; tries++) {
      const target = targets[(first + tries) % targets.length];
      if (await isThere(target)) return target;
    }
    return targets[first % targets.length];
  };
  const server = http.createServer(async (request, response) => {
    const page = request.url.split('?')[0];
    if (pages[page]) {
      response.setHeader('content-type', page.endsWith('.html') ? 'text/html' : 'text/javascript');
      response.end(await readFile(pages[page]));
      return;
    }
    if (request.url === '/told') {
      let body = '';
      for await (const part of request) body += part;
      posted(JSON.parse(body));
      response.end();
      return;
    }
    const { method, url: path, headers } = request;
    const passed = http.request({ host: '127.0.0.1', port: await next(), path, method, headers }, (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    });
    passed.on('error', () => response.destroy());
    response.on('close', () => passed.destroy());
    request.pipe(passed);
  });
  server.on('upgrade', async (request, client, early) => {
    const gateway = net.connect(await next(), '127.0.0.1', () => {
      const headers = Object.entries(request.headers).map(([name, value]) => `${name}: ${value}\r\n`);
      gateway.write(`${request.method} ${request.url} HTTP/1.1\r\n${headers.join('')}\r\n`);
      gateway.write(early);
      gateway.pipe(client).pipe(gateway);
    });
    for (const [one, other] of [[gateway, client], [client, gateway]]) {
      one.on('error', () => other.destroy());
      one.on('close', () => other.destroy());
    }
  });
  return new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve(server)));
}

function isThere(port) {
  return new Promise((resolve) => {
    const probe = net.connect(port, '127.0.0.1', () => resolve(true));
    probe.on('connect', () => probe.destroy());
    probe.on('error', () => resolve(false));
  });
}
