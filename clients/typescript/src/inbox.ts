import type { MyRoom } from "./protocol.js";
import type { InboxSnapshot } from "./handles.js";
import type { InboxChange } from "./types.js";

/** My rooms, most recently active first, kept up to date by the changes of the client's inbox. */
export interface InboxState {
  snapshot(): InboxSnapshot;
  /** Cursor of the next page, null at the end. */
  next(): string | null;
  /** Applies a change, which may say that changes are told of some rooms only from now on. */
  apply(change: InboxChange, partial: boolean): void;
  restore(rooms: readonly MyRoom[]): void;
}

/** Makes an inbox that is not loaded. */
export function createInboxState(): InboxState {
  let snapshot: InboxSnapshot = { rooms: [], loaded: false, hasMore: false, partial: false };
  let next: string | null = null;

  const without = (gone: readonly { readonly room: string }[]): readonly MyRoom[] => {
    const names = new Set(gone.map(({ room }) => room));
    return snapshot.rooms.filter(({ room }) => !names.has(room));
  };

  function rooms(change: InboxChange): readonly MyRoom[] {
    if (change.type === "list") {
      if (change.again) return [...change.rooms, ...without(change.rooms)];
      // The first page replaces all: a room behind it may be gone.
      return change.more ? [...without(change.rooms), ...change.rooms] : change.rooms;
    }
    if (change.type === "removed") return without([change]);
    if (change.type === "added") {
      const { type: _type, by: _by, ...room } = change;
      return [room, ...without([change])];
    }
    return active(change);
  }

  // A room moves up with its messages, not with my reading it.
  function active({ type: _, ...news }: Extract<InboxChange, { type: "activity" }>): readonly MyRoom[] {
    const index = snapshot.rooms.findIndex(({ room }) => room === news.room);
    const room = snapshot.rooms[index];
    if (!room) return snapshot.rooms;
    const { unreadCapped: _capped, unread: _unread, mentions: _mentions, ...rest } = room;
    const renewed: MyRoom = { ...rest, ...news };
    if (news.lastSeq > room.lastSeq) return [renewed, ...without([room])];
    return snapshot.rooms.with(index, renewed);
  }

  return {
    snapshot: () => snapshot,
    next: () => next,
    apply(change, partial) {
      const list = change.type === "list" ? change : null;
      const anew = list && !list.again;
      if (anew) next = list.next;
      snapshot = {
        rooms: rooms(change),
        loaded: snapshot.loaded || list !== null,
        hasMore: next !== null,
        partial: list && !list.more ? list.partial : partial || snapshot.partial,
      };
    },
    restore(rooms) {
      if (!snapshot.loaded) snapshot = { ...snapshot, rooms, loaded: true };
    },
  };
}
