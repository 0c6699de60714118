/** Requests as spans of traces, where there are traces. */
@NullMarked
package chat.gateway.trace;

import org.jspecify.annotations.NullMarked;
