/**
 * Who is there. This gateway tells the trackers of its sessions and vouches for them by a lease;
 * what the trackers make of all gateways' sessions it keeps in memory, and tells those who watch
 * rooms of it.
 */
@NullMarked
package chat.gateway.presence;

import org.jspecify.annotations.NullMarked;
