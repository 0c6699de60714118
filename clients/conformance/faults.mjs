// node faults.mjs FAULT PROGRAM.mjs: runs a client with a fault planted between it and the network or its reports. The
// kit's own test sees by it that each script can fail.
import { fileURLToPath, pathToFileURL } from 'node:url';

let asked = 0;
const isConnect = ({ type }) => type === 'connect';

/** What each fault does to a frame that goes out, a frame that comes in, or a report; undefined drops it. */
const FAULTS = {
  'no-retry': { out: ({ retry, ...frame }) => frame },
  'other-id': { out: (frame) => (frame.retry ? { ...frame, id: `${frame.id}-again`, ref: frame.ref } : frame) },
  'no-after': { out: (frame) => withoutAfter(frame) },
  'forgets-places': { out: (frame) => ('after' in frame ? { ...frame, after: 0 } : frame) },
  'no-auth-in-band': { out: (frame) => (frame.type === 'auth' ? undefined : frame) },
  'no-connect': { out: (frame) => (isConnect(frame) ? { type: 'ping' } : frame) },
  'old-token': { out: (frame) => (frame.token ? { ...frame, token: 'token-1' } : frame) },
  'deaf-to-hints': { in: (frame) => (frame.type === 'reconnect' ? undefined : frame) },
  'deaf-to-errors': { in: (frame) => (frame.type === 'error' ? undefined : frame) },
  'deaf-to-left': { in: (frame) => (frame.type === 'left' ? undefined : frame) },
  'believes-all-is-recovered': { in: (frame) => (frame.type === 'joined' ? { ...frame, recovered: true } : frame) },
  'ignores-prev': { in: (frame) => ('prev' in frame ? { ...frame, prev: 0 } : frame) },
  'hurries': { in: ({ retryAfterMs, ...frame }) => (retryAfterMs ? { ...frame, retryAfterMs: 1 } : frame) },
  'never-refused': { in: (frame) => (frame.type === 'error' ? { ...frame, code: 'unavailable' } : frame) },
  'gives-up': { in: (frame) => (frame.type === 'error' ? { ...frame, code: 'forbidden' } : frame) },
  'never-dead': { in: (frame) => ('pingMs' in frame ? { ...frame, pingMs: 600_000 } : frame) },
  'short-numbers': { in: (frame) => (frame.seq ? { ...frame, seq: Math.fround(frame.seq) } : frame) },
  'shows-twice': { reports: (report) => (report.say === 'event' ? [report, report] : [report]) },
  'asks-again': { reports: (report) => (report.say === 'token' && asked++ > 0 ? [report, report] : [report]) },
  'always-live': { reports: (report) => (report.phase === 'catching-up' ? [report, { ...report, phase: 'live' }] : [report]) },
  'live-at-once': { reports: (report) => (report.phase === 'connecting' ? [report, { say: 'state', phase: 'live' }] : [report]) },
  'never-ends': { closed: (code) => (code >= 4400 ? 1006 : code) },
  'always-ends': { closed: (code) => (code === 1006 ? code : 4400) },
  'keeps-the-line': { closed: () => undefined },
};

function withoutAfter(frame) {
  const { after, ...rest } = frame;
  return rest;
}

/** The names of the faults. */
export const NAMES = Object.keys(FAULTS);

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , name, program] = process.argv;
  plant(FAULTS[name]);
  await import(pathToFileURL(program));
}

function plant(fault) {
  const pass = (value) => value;
  const { out = pass, in: into = pass, closed = pass, reports = (report) => [report] } = fault;
  const { log } = console;
  console.log = (line) => reports(JSON.parse(line)).forEach((report) => log(JSON.stringify(report)));
  const Real = globalThis.WebSocket;
  globalThis.WebSocket = class extends Real {
    send(text) {
      const frame = out(JSON.parse(text));
      if (frame) super.send(JSON.stringify(frame));
    }
    set onmessage(listener) {
      super.onmessage = ({ data }) => {
        const frame = altered(data, into);
        if (frame !== undefined) listener({ data: frame });
      };
    }
    set onclose(listener) {
      super.onclose = ({ code }) => {
        const told = closed(code);
        if (told) listener({ code: told });
      };
    }
  };
}

function altered(text, change) {
  if (!text.startsWith('{')) return text;
  const frame = change(JSON.parse(text));
  return frame && JSON.stringify(frame);
}
