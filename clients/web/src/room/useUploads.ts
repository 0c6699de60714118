import type {StoredFile} from "@chat-backbone/client";
import {useClient} from "@chat-backbone/client/react";
import {useMemo, useSyncExternalStore} from "react";
import {type UploadQueue, type UploadState, uploadQueueOf} from "./upload-queue.ts";

/** The files that someone attaches to the next message of a room. */
export interface Uploads extends UploadState, Pick<UploadQueue, "add" | "remove" | "retry" | "whenUploaded" | "clear"> {
  /** Those that are uploaded, in their order. */
  readonly files: readonly StoredFile[];
  /** Not all are uploaded. */
  readonly busy: boolean;
}

/** The files of the next message. They outlive a look at another room. */
export function useUploads(room: string): Uploads {
  const queue = uploadQueueOf(useClient(), room);
  const state = useSyncExternalStore(queue.subscribe, queue.state);
  return useMemo(
    () => ({
      ...state,
      files: state.list.flatMap(({stored}) => (stored ? [stored] : [])),
      busy: state.list.some(({stored}) => !stored),
      add: queue.add,
      remove: queue.remove,
      retry: queue.retry,
      whenUploaded: queue.whenUploaded,
      clear: queue.clear,
    }),
    [state, queue],
  );
}
