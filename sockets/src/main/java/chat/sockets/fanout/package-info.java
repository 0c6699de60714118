/**
 * Fan-out: the hub delivers the events of a room to the connections subscribed to it, each event
 * once and in order. A slow reader does not delay others.
 */
@NullMarked
package chat.sockets.fanout;

import org.jspecify.annotations.NullMarked;
