/**
 * The log's side: polls the room log as a member of the writers' group, hands its records to their
 * partitions' writers, and commits what the tables have accepted.
 */
@NullMarked
package chat.writer.log;

import org.jspecify.annotations.NullMarked;
