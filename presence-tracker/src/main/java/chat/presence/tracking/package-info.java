/**
 * The rules by which trackers acquire partitions, apply the gateways' session events, and make the
 * presence topic agree with the store. Plain Java; related changes are atomic in the store.
 */
@NullMarked
package chat.presence.tracking;

import org.jspecify.annotations.NullMarked;
