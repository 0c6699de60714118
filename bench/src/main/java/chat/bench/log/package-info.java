/** What the room log costs its readers: window, tail, catching up, history, tables. */
@NullMarked
package chat.bench.log;

import org.jspecify.annotations.NullMarked;
