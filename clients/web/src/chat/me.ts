import {createContext, use} from "react";
import type {Account} from "../session/tokens.ts";

/** Who is signed in. */
export const MeContext = createContext<Account | null>(null);

/** Who is signed in; only below the chat's provider. */
export function useMe(): Account {
  const me = use(MeContext);
  if (!me) throw new Error("useMe: no user (expected: inside of Chat)");
  return me;
}
