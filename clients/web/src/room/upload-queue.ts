import type {Client, StoredFile} from "@chat-backbone/client";
import {keepPicture} from "./own-files.ts";

const MAX_FILES = 10;
const MAX_AT_ONCE = 2;

/** A file on its way to a message. */
export interface Upload {
  readonly key: number;
  readonly file: File;
  /** Share of the bytes that were sent. */
  readonly progress: number;
  readonly stored: StoredFile | null;
  readonly error: unknown;
}

/** The files of a room's next message; the same object until something changes. */
export interface UploadState {
  readonly list: readonly Upload[];
  /** Some were left out, as a message has at most ten. */
  readonly tooMany: boolean;
  /** They are sent as soon as all are uploaded. */
  readonly waits: boolean;
}

/** Sends the message that the files belong to. */
export type SendFiles = (files: readonly StoredFile[]) => void;

/** Uploads the files of a room's next message, two at a time, whether or not the room is shown. */
export interface UploadQueue {
  state(): UploadState;
  subscribe(listener: () => void): () => void;
  add(files: readonly File[]): void;
  remove(key: number): void;
  retry(key: number): void;
  /** Sends once all files are uploaded; a file that can't be uploaded ends the wait. */
  whenUploaded(send: SendFiles): void;
  /** Aborts what is under way. */
  clear(): void;
}

const queues = new WeakMap<Client, Map<string, UploadQueue>>();

/** The queue of a room: the same one each time that the room is shown. */
export function uploadQueueOf(client: Client, room: string): UploadQueue {
  const known = queues.get(client) ?? new Map<string, UploadQueue>();
  queues.set(client, known);
  const queue = known.get(room) ?? createUploadQueue(client, room);
  known.set(room, queue);
  return queue;
}

/** Aborts the uploads of a client, and forgets them. */
export function endUploads(client: Client): void {
  for (const queue of queues.get(client)?.values() ?? []) queue.clear();
  queues.delete(client);
}

function createUploadQueue(client: Client, room: string): UploadQueue {
  const listeners = new Set<() => void>();
  const running = new Map<number, AbortController>();
  let state: UploadState = {list: [], tooMany: false, waits: false};
  let nextKey = 1;
  let waiting: SendFiles | null = null;

  function become(list: readonly Upload[], tooMany = state.tooMany): void {
    const files = list.flatMap(({stored}) => (stored ? [stored] : []));
    const ready = files.length === list.length ? waiting : null;
    if (ready || list.some(({error}) => error !== null)) waiting = null;
    state = {list, tooMany, waits: waiting !== null};
    for (const upload of list) start(upload);
    for (const listener of [...listeners]) listener();
    ready?.(files);
  }

  function change(key: number, fields: Partial<Upload>): void {
    become(state.list.map(upload => (upload.key === key ? {...upload, ...fields} : upload)));
  }

  function start({key, file, stored, error}: Upload): void {
    if (running.size >= MAX_AT_ONCE || stored || error !== null || running.has(key)) return;
    const controller = new AbortController();
    running.set(key, controller);
    client
      .upload(file, {room, signal: controller.signal, onProgress: progress => change(key, {progress})})
      .then(
        done => {
          keepPicture(client, done, file);
          return {stored: done, progress: 1};
        },
        (problem: unknown) => ({error: problem}),
      )
      .then(fields => {
        running.delete(key);
        change(key, fields);
      });
  }

  return {
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    add(files) {
      const taken = files.slice(0, MAX_FILES - state.list.length);
      const more = taken.map(file => ({key: nextKey++, file, progress: 0, stored: null, error: null}));
      become([...state.list, ...more], taken.length < files.length);
    },
    remove(key) {
      running.get(key)?.abort();
      become(state.list.filter(upload => upload.key !== key), false);
    },
    retry: key => change(key, {error: null, progress: 0}),
    whenUploaded(send) {
      waiting = send;
      become(state.list);
    },
    clear() {
      waiting = null;
      for (const controller of running.values()) controller.abort();
      become([], false);
    },
  };
}
