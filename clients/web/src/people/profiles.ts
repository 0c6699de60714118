import type {Author, Client, User} from "@chat-backbone/client";
import {useClient} from "@chat-backbone/client/react";
import {useEffect, useSyncExternalStore} from "react";
import type {Words} from "../i18n/en.ts";
import {nameOf} from "../text/names.ts";

const MAX_PROFILES = 500;
const MAX_WAITING = 100;
const MAX_AT_ONCE = 3;
const REUSED_MS = 600_000;
const RETRIED_MS = 30_000;

interface Known {
  readonly user: User | null;
  readonly until: number;
}

/** Public profiles of users, each asked for once while it is on the screen. */
export interface Profiles {
  /** The profile as far as it is known. */
  of(id: string): User | null;
  /** Asks for a profile, unless it is known or asked for already. */
  ask(id: string): void;
  /** Sets a profile that is known without asking. */
  set(user: User): void;
  subscribe(listener: () => void): () => void;
}

/** Makes profiles that are read by `get`, a few at once, those that were asked for last first. */
export function createProfiles(get: (id: string) => Promise<User>, now: () => number = Date.now): Profiles {
  const known = new Map<string, Known>();
  const asked = new Set<string>();
  const listeners = new Set<() => void>();
  let waiting: string[] = [];
  let running = 0;

  function keep(id: string, user: User | null, forMs: number) {
    known.delete(id);
    known.set(id, {user, until: now() + forMs});
    for (const oldest of known.keys()) {
      if (known.size <= MAX_PROFILES) break;
      known.delete(oldest);
    }
    for (const listener of listeners) listener();
  }

  function next() {
    while (running < MAX_AT_ONCE) {
      const id = waiting.pop();
      if (id === undefined) return;
      running++;
      const before = known.get(id);
      get(id)
        .then(
          user => known.get(id) === before && keep(id, user, REUSED_MS),
          () => known.get(id) === before && keep(id, before?.user ?? null, RETRIED_MS),
        )
        .finally(() => {
          asked.delete(id);
          running--;
          next();
        });
    }
  }

  return {
    of: id => known.get(id)?.user ?? null,
    ask(id) {
      if (asked.has(id) || (known.get(id)?.until ?? 0) > now()) return;
      asked.add(id);
      waiting.push(id);
      for (const dropped of waiting.splice(0, waiting.length - MAX_WAITING)) asked.delete(dropped);
      next();
    },
    set: user => keep(user.id, user, REUSED_MS),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

const profiles = new WeakMap<Client, Profiles>();

/** The profiles that a client has read. */
export function profilesOf(client: Client): Profiles {
  const held = profiles.get(client) ?? createProfiles(client.users.get);
  profiles.set(client, held);
  return held;
}

/** The name of a user on the screen: the one that the user has chosen, else the username. */
export function useShownName(user: Author | undefined, words: Words): string {
  return nameOf(withName(user, useProfile(user?.id)), words);
}

/** A user with the chosen name; an erased account has no username, whatever is known of it from before. */
export function withName<U extends Author>(user: U | undefined, profile: User | null): (U & {readonly name?: string}) | undefined {
  return user?.username && profile?.name ? {...user, name: profile.name} : user;
}

/** A user's profile; null until it is there. */
export function useProfile(id: string | undefined): User | null {
  const held = profilesOf(useClient());
  useEffect(() => {
    if (id !== undefined) held.ask(id);
  }, [held, id]);
  return useSyncExternalStore(held.subscribe, () => (id === undefined ? null : held.of(id)));
}
