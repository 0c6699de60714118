/**
 * Hooks on the store.
 *
 * @module @chat-backbone/client/react
 */
import {
  createContext,
  createElement,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
  type ReactElement,
  type ReactNode,
} from "react";
import type { ChatError } from "../errors.js";
import type { Author, StoredFile } from "../protocol.js";
import type { PresenceSnapshot, Store, Timeline, TimelineSnapshot } from "../store/types.js";
import type { Client, InboxSnapshot, Room } from "../handles.js";
import type { ConnectionState, OutboxEntry } from "../types.js";

const StoreContext = createContext<Store | null>(null);

/** Gives the components below it the store. */
export function ChatProvider({ store, children }: { readonly store: Store; readonly children?: ReactNode }): ReactElement {
  return createElement(StoreContext.Provider, { value: store }, children);
}

/** The store of the nearest {@link ChatProvider}. */
export function useStore(): Store {
  const store = useContext(StoreContext);
  if (!store) throw new Error("no ChatProvider above this component");
  return store;
}

/** The client of the store. */
export function useClient(): Client {
  return useStore().client;
}

function useTopic<T>(topic: "connection" | "inbox" | "outbox", read: (store: Store) => T): T {
  const store = useStore();
  const subscribe = useCallback((listener: () => void) => store.subscribe(topic, listener), [store, topic]);
  const snapshot = (): T => read(store);
  return useSyncExternalStore(subscribe, snapshot, snapshot);
}

function useTimelineOf<T>(room: string, read: (timeline: Timeline) => T): T {
  const store = useStore();
  const timeline = store.timeline(room);
  const subscribe = useCallback((listener: () => void) => timeline.subscribe(listener), [timeline]);
  const snapshot = (): T => read(timeline);
  return useSyncExternalStore(subscribe, snapshot, snapshot);
}

/** What the connection is doing. */
export function useConnection(): ConnectionState {
  return useTopic("connection", (store) => store.connection());
}

/** My rooms, most recently active first. */
export function useInbox(): InboxSnapshot & { loadMore(): Promise<void> } {
  const store = useStore();
  const snapshot = useTopic("inbox", (from) => from.inbox());
  return useMemo(() => ({ ...snapshot, loadMore: () => store.loadMoreRooms() }), [snapshot, store]);
}

/** The handle of a room: sending, members, settings. */
export function useRoom(name: string): Room {
  return useClient().room(name);
}

/** How {@link useTimeline} opens a room. */
export interface UseTimelineOptions {
  /** Whether to be told who is online. */
  readonly presence?: boolean;
  /** Shows the window around this message first. */
  readonly around?: number;
}

/** The timeline of a room, which stays joined while the component is mounted. */
export function useTimeline(
  room: string,
  { presence = false, around }: UseTimelineOptions = {},
): TimelineSnapshot & Pick<Timeline, "loadOlder" | "loadNewer" | "jumpTo" | "jumpToNewest"> {
  const timeline = useStore().timeline(room);
  const first = useRef(around);
  useEffect(() => timeline.open({ presence, ...(first.current !== undefined && { around: first.current }) }), [timeline, presence]);
  const snapshot = useTimelineOf(room, (from) => from.snapshot());
  return useMemo(() => {
    const { loadOlder, loadNewer, jumpTo, jumpToNewest } = timeline;
    return { ...snapshot, loadOlder, loadNewer, jumpTo, jumpToNewest };
  }, [snapshot, timeline]);
}

/** Who types in a room, besides me. */
export function useTyping(room: string): readonly Author[] {
  return useTimelineOf(room, (timeline) => timeline.typing());
}

/** Who is online in a room; it needs a timeline that was opened with `presence`. */
export function usePresence(room: string): PresenceSnapshot {
  return useTimelineOf(room, (timeline) => timeline.presence());
}

/** Up to which message others have read, by user id. */
export function useReadMarkers(room: string): ReadonlyMap<string, number> {
  return useTimelineOf(room, (timeline) => timeline.readMarkers());
}

/** My unsent actions, of one room or of all. */
export function useOutbox(room?: string): {
  readonly entries: readonly OutboxEntry[];
  retry(id: string): void;
  discard(id: string): boolean;
} {
  const { outbox } = useClient();
  const all = useTopic("outbox", (store) => store.outbox());
  return useMemo(() => {
    const entries = room === undefined ? all : all.filter((entry) => entry.room === room);
    return { entries, retry: outbox.retry, discard: outbox.discard };
  }, [all, room, outbox]);
}

/** The state of an upload. */
export interface UploadState {
  /** Share of the bytes that were sent; null while nothing is uploaded. */
  readonly progress: number | null;
  readonly error: ChatError | null;
}

/** Uploads one file at a time, with progress; another one aborts it, and so does leaving the component. */
export function useUpload(room?: string): UploadState & {
  upload(file: Blob, name?: string): Promise<StoredFile>;
  abort(): void;
} {
  const client = useClient();
  const [state, setState] = useState<UploadState>({ progress: null, error: null });
  const stop = useRef<AbortController | null>(null);
  const abort = useCallback(() => stop.current?.abort(), []);
  useEffect(() => abort, [abort]);

  const upload = useCallback(
    async (file: Blob, name?: string): Promise<StoredFile> => {
      stop.current?.abort();
      const mine = (stop.current = new AbortController());
      const tell = (next: UploadState): void => {
        if (stop.current === mine && !mine.signal.aborted) setState(next);
      };
      tell({ progress: 0, error: null });
      try {
        const stored = await client.upload(file, {
          ...(room !== undefined && { room }),
          ...(name !== undefined && { name }),
          signal: mine.signal,
          onProgress: (progress) => tell({ progress, error: null }),
        });
        tell({ progress: null, error: null });
        return stored;
      } catch (thrown) {
        if (mine.signal.aborted) setState({ progress: null, error: null });
        else tell({ progress: null, error: thrown as ChatError });
        throw thrown;
      }
    },
    [client, room],
  );
  return { ...state, upload, abort };
}
