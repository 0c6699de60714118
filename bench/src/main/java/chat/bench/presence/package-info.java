/** What presence costs, beside the usual way of one key a user that has to be renewed. */
@NullMarked
package chat.bench.presence;

import org.jspecify.annotations.NullMarked;
