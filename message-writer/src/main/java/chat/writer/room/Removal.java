package chat.writer.room;

/**
 * Work that a deletion leaves: rows that are too many to remove within a poll. It is in the tables
 * from before the deletion shows until it is complete, so it resumes after a crash and in any
 * process that owns the partition.
 *
 * @param partition of the room log, whose writer runs it
 * @param seq of the deletion; the timestamp of all its writes
 * @param target the message whose edits lose their texts; 0: the room itself was deleted
 * @param after the user id up to which the deleted room was removed from its members' lists; empty
 *     at the start
 */
public record Removal(int partition, long seq, String room, long target, String after) {

  /** The removal after the deletion of a message: the texts of its edits. */
  static Removal ofTexts(int partition, long seq, String room, long target) {
    return new Removal(partition, seq, room, target, "");
  }

  /** The removal after the deletion of a room: the lists of its members. */
  static Removal ofRoom(int partition, long seq, String room) {
    return new Removal(partition, seq, room, 0, "");
  }

  boolean isOfRoom() {
    return target == 0;
  }

  Removal after(String user) {
    return new Removal(partition, seq, room, target, user);
  }
}
