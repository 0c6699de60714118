/** The cost of the room log for its readers: window, tail, catch-up, history, tables. */
@NullMarked
package chat.bench.log;

import org.jspecify.annotations.NullMarked;
