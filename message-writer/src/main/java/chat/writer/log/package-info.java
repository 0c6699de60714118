/**
 * The log's side of the writer: polls the room log as a member of the writers' group, passes its
 * records to the partitions' writers, and commits the offsets that the tables have accepted.
 */
@NullMarked
package chat.writer.log;

import org.jspecify.annotations.NullMarked;
