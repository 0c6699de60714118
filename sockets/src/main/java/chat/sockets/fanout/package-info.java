/**
 * Fan-out: which connections have joined which rooms here, and how what happens in a room gets onto
 * their sockets: each event once, in order, no slow reader in the way of others.
 */
@NullMarked
package chat.sockets.fanout;

import org.jspecify.annotations.NullMarked;
