/** What a gateway and its honest clients bear while others want it to fall. */
@NullMarked
package chat.bench.hostile;

import org.jspecify.annotations.NullMarked;
