/**
 * The way of a message through the processes as one trace: from the request by which it came, with
 * its record, to whoever takes it from the log. Off unless a collector is named, and then costs a
 * look at a field.
 */
@NullMarked
package chat.tracing;

import org.jspecify.annotations.NullMarked;
