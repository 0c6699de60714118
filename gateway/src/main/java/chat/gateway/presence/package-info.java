/**
 * Presence. The gateway sends the trackers its sessions, which count while its lease in Redis
 * lasts. It keeps the trackers' result for the sessions of all gateways in memory, and sends
 * changes to the watchers of rooms.
 */
@NullMarked
package chat.gateway.presence;

import org.jspecify.annotations.NullMarked;
