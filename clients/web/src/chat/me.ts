import {createContext, use} from "react";
import type {Account} from "../session/tokens.ts";

/** The signed-in user. */
export const MeContext = createContext<Account | null>(null);

/** The signed-in user; only below the chat's provider. */
export function useMe(): Account {
  const me = use(MeContext);
  if (!me) throw new Error("useMe: no user (expected: inside of Chat)");
  return me;
}
