/** Other clients of the same storage: the tabs of a browser. */
export interface Tabs {
  /**
   * Runs a task once no other tab holds the name any more; the answer lets go of it.
   *
   * @param lost runs when another tab takes the name away
   * @param steal takes the name away from a tab that holds it
   * @param refused runs where the browser allows no locks here; without it the task runs
   */
  own(name: string, task: () => void, lost?: () => void, steal?: boolean, refused?: () => void): () => void;
  /** Tells the other tabs; a channel is a name. */
  post(channel: string, message: unknown): void;
  listen(channel: string, listener: (message: unknown) => void): void;
  close(): void;
}

/** The tabs that share a storage's name; null where the browser can't tell tabs of each other. */
export function browserTabs(sharedName: string | null): Tabs | null {
  const locks = (globalThis as { navigator?: { locks?: LockManager } }).navigator?.locks;
  if (sharedName === null || !locks || typeof BroadcastChannel === "undefined") return null;
  const channel = new BroadcastChannel(`chat:${sharedName}`);
  const listeners = new Map<string, (message: unknown) => void>();
  let closed = false; // a closed channel takes no message
  channel.onmessage = ({ data }: MessageEvent<{ channel: string; message: unknown }>) =>
    listeners.get(data.channel)?.(data.message);
  return {
    own(name, task, lost, steal = false, refused = task) {
      const stop = new AbortController();
      let release = (): void => {};
      const held = new Promise<void>((resolve) => (release = resolve));
      const run = (): Promise<void> => {
        if (!stop.signal.aborted) task();
        return held;
      };
      const how = steal ? { steal } : { signal: stop.signal };
      locks.request(`chat:${sharedName}:${name}`, how, run).catch((thrown: Error) => {
        if (stop.signal.aborted) return;
        if (thrown.name === "AbortError") lost?.();
        else refused();
      });
      return () => {
        stop.abort();
        release();
      };
    },
    post: (name, message) => closed || channel.postMessage({ channel: name, message }),
    listen: (name, listener) => void listeners.set(name, listener),
    close() {
      closed = true;
      channel.close();
    },
  };
}
