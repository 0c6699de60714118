/**
 * Traces a message through the processes: from the request that brought it, with its record, to its
 * readers. Off unless a collector is configured; then it costs the read of a field.
 */
@NullMarked
package chat.tracing;

import org.jspecify.annotations.NullMarked;
