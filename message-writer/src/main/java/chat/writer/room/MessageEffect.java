package chat.writer.room;

import java.util.Set;

/** What events make of events before them, and where the people stand whom they name. */
public sealed interface MessageEffect extends Effect {

  /**
   * An event that is no message shows another value from now on.
   *
   * @param target the event's place
   * @param seq of the event that changed it
   */
  record Rewritten(String room, long bucket, long target, byte[] value, long seq)
      implements MessageEffect {}

  /**
   * A message shows that it is deleted, and doesn't count as anybody's any more: both or none.
   *
   * @param target the message's place
   * @param seq of the event that deleted it
   */
  record MessageDeleted(String room, long bucket, long target, byte[] value, long seq)
      implements MessageEffect {}

  /**
   * A message has another text by an edit, whose own row will lose its text with the message.
   *
   * @param target the message's place
   * @param seq of the edit
   */
  record TextChanged(String room, long bucket, long target, byte[] value, long seq)
      implements MessageEffect {}

  /**
   * Some edits of a deleted message have lost their texts, and need not be found again.
   *
   * @param target the message's place
   * @param edits their places
   * @param seq of the deletion
   */
  record EditsForgotten(String room, long bucket, long target, Set<Long> edits, long seq)
      implements MessageEffect {}

  /**
   * An emoji was put beside a message or taken back.
   *
   * @param user the id of whose it is
   */
  record ReactionChanged(
      String room, long bucket, long target, String emoji, String user, boolean removed, long seq)
      implements MessageEffect {}

  /**
   * A message has, or had, emojis beside it. Written after the emoji: a reader who finds this takes
   * the emoji for written.
   *
   * @param seq of the event that put one there or took it back
   */
  record MessageReacted(String room, long bucket, long target, long seq) implements MessageEffect {}

  /** All emojis beside a message are gone. */
  record ReactionsRemoved(String room, long bucket, long target, long seq)
      implements MessageEffect {}

  /**
   * A bucket follows others whose messages are all in {@code room_messages}, as far as they stand
   * in the bucket just before it. Written when all events before it are, so that it can be relied
   * on.
   *
   * @param bucket its first seq
   * @param lastMessage {@link RoomEnd#lastMessage()} of the event before it
   */
  record BucketBegun(String room, long bucket, long lastMessage) implements MessageEffect {

    @Override
    public long seq() {
      return bucket;
    }
  }

  /** Some event of a bucket names somebody; by this it is found when their account is erased. */
  record PersonNamed(String user, String room, long bucket) implements MessageEffect {

    /** The same whichever event is the first to name them. */
    @Override
    public long seq() {
      return bucket;
    }
  }
}
