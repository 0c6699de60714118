import type {StoredFile} from "@chat-backbone/client";
import {useClient} from "@chat-backbone/client/react";
import {useCallback, useEffect, useMemo, useRef, useState} from "react";
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

/** The files that someone attaches to the next message. */
export interface Uploads {
  readonly list: readonly Upload[];
  /** Those that are uploaded, in their order. */
  readonly files: readonly StoredFile[];
  /** Not all are uploaded. */
  readonly busy: boolean;
  readonly failed: boolean;
  /** Some were left out, as a message has at most ten. */
  readonly tooMany: boolean;
  readonly add: (files: readonly File[]) => void;
  readonly remove: (key: number) => void;
  readonly retry: (key: number) => void;
  readonly clear: () => void;
}

/** Uploads the files of the next message, two at a time. */
export function useUploads(room: string): Uploads {
  const client = useClient();
  const [list, setList] = useState<readonly Upload[]>([]);
  const [tooMany, setTooMany] = useState(false);
  const running = useRef(new Map<number, AbortController>());
  const nextKey = useRef(1);

  const change = useCallback((key: number, fields: Partial<Upload>) => {
    setList(before => before.map(upload => (upload.key === key ? {...upload, ...fields} : upload)));
  }, []);

  useEffect(() => {
    for (const {key, file, stored, error} of list) {
      if (running.current.size >= MAX_AT_ONCE) return;
      if (stored || error !== null || running.current.has(key)) continue;
      const controller = new AbortController();
      running.current.set(key, controller);
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
          running.current.delete(key);
          change(key, fields);
        });
    }
  }, [list, client, room, change]);

  useEffect(() => {
    const {current} = running;
    return () => current.forEach(controller => controller.abort());
  }, []);

  const add = useCallback((files: readonly File[]) => {
    setList(before => {
      const taken = files.slice(0, MAX_FILES - before.length);
      setTooMany(taken.length < files.length);
      return [...before, ...taken.map(file => ({key: nextKey.current++, file, progress: 0, stored: null, error: null}))];
    });
  }, []);

  const remove = useCallback((key: number) => {
    running.current.get(key)?.abort();
    setList(before => before.filter(upload => upload.key !== key));
    setTooMany(false);
  }, []);

  const retry = useCallback((key: number) => change(key, {error: null, progress: 0}), [change]);
  const clear = useCallback(() => {
    setList([]);
    setTooMany(false);
  }, []);

  return useMemo(
    () => ({
      list,
      files: list.flatMap(({stored}) => (stored ? [stored] : [])),
      busy: list.some(({stored}) => !stored),
      failed: list.some(({error}) => error !== null),
      tooMany,
      add,
      remove,
      retry,
      clear,
    }),
    [list, tooMany, add, remove, retry, clear],
  );
}
