/**
 * What passes in rooms and is kept by nobody: who is typing, who has read how far. It goes by a
 * topic of its own to all gateways, and from there to the sockets that are not behind.
 */
@NullMarked
package chat.gateway.signals;

import org.jspecify.annotations.NullMarked;
