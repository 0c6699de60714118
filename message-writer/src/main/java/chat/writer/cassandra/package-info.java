/** The rows of rooms in Cassandra. */
@NullMarked
package chat.writer.cassandra;

import org.jspecify.annotations.NullMarked;
