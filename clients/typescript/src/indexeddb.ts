/**
 * The storage of browsers: it outlives reloads, and all tabs share it.
 *
 * @module @chat-backbone/client/indexeddb
 */
import type { ChatStorage } from "./storage.js";

const STORE = "values";

/** A storage in IndexedDB. Use one name for each user, such as `chat-${user.id}`. */
export function indexedDbStorage(name: string): ChatStorage {
  let opening: Promise<IDBDatabase> | null = null;
  let closed = false;

  function open(): Promise<IDBDatabase> {
    opening ??= new Promise((resolve, reject) => {
      const request = indexedDB.open(name, 1);
      request.onupgradeneeded = () => request.result.createObjectStore(STORE);
      request.onsuccess = () => {
        request.result.onversionchange = request.result.onclose = close;
        resolve(request.result);
      };
      request.onerror = () => reject(request.error);
    });
    opening.catch(() => (opening = null));
    return opening;
  }

  function close(): void {
    opening?.then(
      (database) => database.close(),
      () => {},
    );
    opening = null;
  }

  // What is closed stays so: a late write would bring back what was cleared.
  async function run<T>(mode: IDBTransactionMode, task: (store: IDBObjectStore) => IDBRequest<T> | null): Promise<T | undefined> {
    if (closed) throw new Error("the storage is closed");
    const transaction = (await open()).transaction(STORE, mode);
    const request = task(transaction.objectStore(STORE));
    return new Promise((resolve, reject) => {
      transaction.oncomplete = () => resolve(request?.result);
      transaction.onabort = transaction.onerror = () => reject(transaction.error ?? new Error("the storage is not usable"));
    });
  }

  return {
    sharedName: name,
    list: async (prefix) =>
      (await run("readonly", (store) => store.getAll(IDBKeyRange.bound(prefix, `${prefix}\uffff`)))) ?? [],
    async apply(changes) {
      await run("readwrite", (store) => {
        for (const { key, value } of changes) {
          if (value === undefined) store.delete(key);
          else store.put(value, key);
        }
        return null;
      });
    },
    async clear() {
      await run("readwrite", (store) => store.clear());
    },
    close() {
      closed = true;
      close();
    },
  };
}
