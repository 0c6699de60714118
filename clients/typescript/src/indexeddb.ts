/**
 * The storage of browsers: it outlives reloads, and all tabs share it.
 *
 * @module @chat-backbone/client/indexeddb
 */
import type { ChatStorage } from "./storage.js";

const STORE = "values";
// Behind a deletion that waits, and in some browsers after sleep, an open never answers.
const OPEN_WITHIN_MS = 5_000;

/** A storage in IndexedDB. Use one name for each user, such as `chat-${user.id}`. */
export function indexedDbStorage(name: string): ChatStorage {
  let opening: Promise<IDBDatabase> | null = null;
  let closed = false;

  function open(): Promise<IDBDatabase> {
    if (opening) return opening;
    const mine = (opening = new Promise<IDBDatabase>((resolve, reject) => {
      const late = setTimeout(() => reject(new Error("the storage does not open")), OPEN_WITHIN_MS);
      const request = indexedDB.open(name, 1);
      request.onupgradeneeded = () => request.result.createObjectStore(STORE);
      request.onsuccess = () => {
        clearTimeout(late);
        const database = request.result;
        if (opening !== mine && !closed) database.close(); // it came too late
        database.onversionchange = database.onclose = () => drop(database, mine);
        resolve(database);
      };
      request.onerror = () => {
        clearTimeout(late);
        reject(request.error);
      };
    }));
    mine.catch(() => forget(mine));
    return mine;
  }

  function forget(mine: Promise<IDBDatabase>): void {
    if (opening === mine) opening = null;
  }

  function drop(database: IDBDatabase, mine: Promise<IDBDatabase>): void {
    database.close();
    forget(mine);
  }

  // A browser may close a database in the background without an event: it is opened again, once.
  async function begin(mode: IDBTransactionMode, again = true): Promise<IDBTransaction> {
    const mine = open();
    const database = await mine;
    try {
      return database.transaction(STORE, mode);
    } catch (thrown) {
      if (!again || (thrown as Error).name !== "InvalidStateError" || closed) throw thrown;
      drop(database, mine);
      return begin(mode, false);
    }
  }

  // What is closed stays so: a late write would bring back what was cleared.
  async function run<T>(mode: IDBTransactionMode, task: (store: IDBObjectStore) => IDBRequest<T> | null): Promise<T | undefined> {
    if (closed) throw new Error("the storage is closed");
    const transaction = await begin(mode);
    const request = task(transaction.objectStore(STORE));
    return new Promise((resolve, reject) => {
      transaction.oncomplete = () => resolve(request?.result);
      transaction.onabort = () => reject(transaction.error ?? new Error("the storage is not usable"));
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
      opening?.then(
        (database) => database.close(),
        () => {},
      );
      opening = null;
    },
  };
}
