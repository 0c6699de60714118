/**
 * Acquires partitions, applies the gateways' session events to the store in Redis, and makes the
 * presence topic agree with the store. The rules are plain Java. Each step in the store is one
 * script, so it is atomic and uses the clock of Redis.
 */
@NullMarked
package chat.presence.tracking;

import org.jspecify.annotations.NullMarked;
