/**
 * What happened in a room, from wherever it is: the tail in memory, the tables, or the log itself.
 * Resuming clients and REST pages are the same question.
 */
@NullMarked
package chat.gateway.history;

import org.jspecify.annotations.NullMarked;
