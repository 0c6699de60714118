/** The cost of presence, compared with the usual way of one expiring key per user. */
@NullMarked
package chat.bench.presence;

import org.jspecify.annotations.NullMarked;
