/** Attacks on a gateway, and their effect on it and its honest clients. */
@NullMarked
package chat.bench.hostile;

import org.jspecify.annotations.NullMarked;
