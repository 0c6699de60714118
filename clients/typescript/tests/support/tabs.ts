import type { Tabs } from "../../src/tabs.js";

/** Tabs of one page, in one process. */
export interface Browser {
  tab(): Tabs & { /** The tab runs no more: it keeps what it owns, and hears nothing. */ suspend(): void };
}

interface Request {
  readonly run: () => void;
  readonly lost: () => void;
}

/** Makes a browser without tabs. */
export function browser(): Browser {
  const names = new Map<string, Request[]>(); // the first one of each owns the name
  const open = new Set<(channel: string, message: unknown) => void>();

  return {
    tab() {
      const listeners = new Map<string, (message: unknown) => void>();
      let suspended = false;
      const hear = (channel: string, message: unknown): void => {
        if (!suspended) listeners.get(channel)?.(structuredClone(message));
      };
      open.add(hear);
      return {
        own(name, task, lost = () => {}, steal = false) {
          const queue = names.get(name) ?? [];
          names.set(name, queue);
          const request: Request = { run: () => queueMicrotask(task), lost: () => suspended || lost() };
          const former = steal ? queue.shift() : undefined;
          if (steal) queue.unshift(request);
          else queue.push(request);
          if (queue[0] === request) request.run();
          former?.lost();
          return () => {
            const index = queue.indexOf(request);
            if (index >= 0) queue.splice(index, 1);
            if (index === 0) queue[0]?.run();
          };
        },
        post(channel, message) {
          for (const other of open) if (other !== hear) queueMicrotask(() => other(channel, message));
        },
        listen: (channel, listener) => void listeners.set(channel, listener),
        close: () => void open.delete(hear),
        suspend: () => void (suspended = true),
      };
    },
  };
}
