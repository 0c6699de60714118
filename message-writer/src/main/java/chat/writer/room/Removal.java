package chat.writer.room;

/**
 * Work that a deletion leaves behind: rows that are too many to be removed while a poll is stored.
 * It stands in the tables from before the deletion shows until all of it is done, so that it goes
 * on after a crash and in whichever process has the partition.
 *
 * @param partition of the room log, whose writer does it
 * @param seq of the event that deletes; the timestamp of all that it writes
 * @param target the message whose edits lose their texts; 0: the room itself was deleted
 * @param after the user id up to which a deleted room was taken out of its members' lists; empty at
 *     the beginning
 */
public record Removal(int partition, long seq, String room, long target, String after) {

  /** What the deletion of a message leaves: the texts of its edits. */
  static Removal ofTexts(int partition, long seq, String room, long target) {
    return new Removal(partition, seq, room, target, "");
  }

  /** What the deletion of a room leaves: the lists of its members. */
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
