/**
 * The rules by which trackers take partitions, apply what gateways tell, and see to it that the
 * presence topic ends up saying what holds. Plain Java; what changes together, changes in the
 * store.
 */
@NullMarked
package chat.presence.tracking;

import org.jspecify.annotations.NullMarked;
