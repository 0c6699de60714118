import type {Role} from "@chat-backbone/client";

/** The rights over a member. */
export interface Rights {
  /** Mute, remove, ban. */
  readonly moderate: boolean;
  /** Change the role. */
  readonly roles: boolean;
}

/** The rights of a role over a member: owners have all, moderators only those over plain members. */
export function rightsOver(mine: Role | undefined, theirs: Role): Rights {
  const owner = mine === "owner" && theirs !== "owner";
  return {moderate: owner || (mine === "moderator" && theirs === "member"), roles: owner};
}
