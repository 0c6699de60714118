package chat.gateway.room;

import chat.contract.Author;

/**
 * Somebody who may not come back to a room.
 *
 * @param by who banned them
 * @param bannedAt milliseconds since the epoch UTC
 */
record Ban(Author user, Author by, long bannedAt) {}
