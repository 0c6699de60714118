/**
 * Turns the records of a partition into rows of the tables of rooms: drops duplicates, computes
 * each event's predecessor and bucket. The rules are plain Java, with the log and the tables behind
 * interfaces; the classes that access Cassandra have its name.
 */
@NullMarked
package chat.writer.room;

import org.jspecify.annotations.NullMarked;
