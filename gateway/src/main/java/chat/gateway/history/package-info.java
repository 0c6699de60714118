/**
 * Answers what happened in a room. One class, {@code History}, serves resuming clients and REST
 * pages alike, from the tail in memory, the tables, or the log itself.
 */
@NullMarked
package chat.gateway.history;

import org.jspecify.annotations.NullMarked;
