/**
 * What becomes of the records of a partition: which are doubles, what stands before each in its
 * room, which bucket it goes to. Plain Java; the log and the tables are behind seams.
 */
@NullMarked
package chat.writer.room;

import org.jspecify.annotations.NullMarked;
