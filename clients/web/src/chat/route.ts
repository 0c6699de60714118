import {useSyncExternalStore} from "react";

const ROOM = /^[a-z0-9][a-z0-9._-]{0,63}$/;

/** The content of the screen according to the address. */
export interface Route {
  readonly room: string | null;
  /** The message to show, from a copied link. */
  readonly seq: number | null;
}

/** Whether a room may be called so. */
export function isRoomName(name: string): boolean {
  return ROOM.test(name);
}

/** Reads an address's part behind `#`: `room` or `room/seq`. */
export function routeOf(hash: string): Route {
  const [name = "", place] = hash.replace(/^#/, "").split("/");
  const seq = place && /^\d{1,16}$/.test(place) ? Number(place) : null;
  return ROOM.test(name) ? {room: name, seq: seq !== null && Number.isSafeInteger(seq) ? seq : null} : {room: null, seq: null};
}

/** The address of a room or of one of its messages. */
export function hashOf(room: string, seq?: number): string {
  return seq === undefined ? `#${room}` : `#${room}/${seq}`;
}

/** Goes to a room; null goes to the list of rooms. */
export function goTo(room: string | null, {replace = false} = {}): void {
  const address = room === null ? location.pathname : hashOf(room);
  if (replace) history.replaceState(null, "", address);
  else history.pushState(null, "", address);
  dispatchEvent(new Event("hashchange"));
}

/** The route of the present address. */
export function useRoute(): Route {
  const hash = useSyncExternalStore(
    changed => {
      addEventListener("hashchange", changed);
      addEventListener("popstate", changed);
      return () => {
        removeEventListener("hashchange", changed);
        removeEventListener("popstate", changed);
      };
    },
    () => location.hash,
  );
  return routeOf(hash);
}
