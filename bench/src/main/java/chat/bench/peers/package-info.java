/**
 * Other servers to compare with: the minimum that sends a client's message to all sockets of its
 * room. They store nothing and authenticate no client.
 */
@NullMarked
package chat.bench.peers;

import org.jspecify.annotations.NullMarked;
