/**
 * Calls when the network is back or the page is looked at again: timers were late meanwhile, and a dead line looks
 * open until something is asked over it. Does nothing outside browsers. The answer stops it.
 */
export function watchBrowser(wake: () => void): () => void {
  const page = globalThis.document as Document | undefined;
  if (page === undefined || typeof globalThis.addEventListener !== "function") return () => {};
  const stop = new AbortController();
  const { signal } = stop;
  for (const name of ["online", "offline", "pageshow"]) addEventListener(name, wake, { signal });
  page.addEventListener("visibilitychange", () => page.hidden || wake(), { signal });
  return () => stop.abort();
}
