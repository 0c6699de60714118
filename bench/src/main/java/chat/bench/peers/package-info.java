/**
 * Other servers, to compare with: as little as it takes to send what one client says to all in its
 * room. They store nothing and check nobody.
 */
@NullMarked
package chat.bench.peers;

import org.jspecify.annotations.NullMarked;
