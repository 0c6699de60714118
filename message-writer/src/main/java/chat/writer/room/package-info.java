/**
 * Turns the records of a partition into rows: drops duplicates, computes each event's predecessor
 * and bucket. Plain Java; the log and the tables are behind interfaces.
 */
@NullMarked
package chat.writer.room;

import org.jspecify.annotations.NullMarked;
