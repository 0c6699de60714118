import type {Words} from "../i18n/en.ts";
import type {Question} from "../ui/Confirm.tsx";

/** What to ask before a sign-out: it loses what is not sent yet. Null if nothing is lost. */
export function beforeSignOut(unsent: number, words: Words, signOut: () => void): Question | null {
  if (unsent === 0) return null;
  return {text: words.signOutSure(unsent), action: words.signOut, run: async () => signOut()};
}
