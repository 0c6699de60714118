import type {Role} from "@chat-backbone/client";

/** What someone may do about a member. */
export interface Rights {
  /** Mute, remove, ban. */
  readonly moderate: boolean;
  /** Change the role. */
  readonly roles: boolean;
}

/** What a role may do about a member with a role: owners everything, moderators only to plain members. */
export function rightsOver(mine: Role | undefined, theirs: Role): Rights {
  const owner = mine === "owner" && theirs !== "owner";
  return {moderate: owner || (mine === "moderator" && theirs === "member"), roles: owner};
}
