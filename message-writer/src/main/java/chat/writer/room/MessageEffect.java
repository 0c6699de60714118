package chat.writer.room;

import java.util.List;
import java.util.Set;

/** The effects of events on earlier events, and the index of the users they name. */
public sealed interface MessageEffect extends Effect {

  /**
   * A new value of an event that is no message.
   *
   * @param target the event's seq
   * @param seq of the event that changed it
   */
  record Rewritten(String room, long bucket, long target, byte[] value, long seq)
      implements MessageEffect {}

  /**
   * A message shows as deleted and has no author any more: both or none.
   *
   * @param target the message's seq
   * @param seq of the deletion
   */
  record MessageDeleted(String room, long bucket, long target, byte[] value, long seq)
      implements MessageEffect {}

  /**
   * A new text of a message, by an edit whose own row loses its text with the message.
   *
   * @param target the message's seq
   * @param mentions ids of the users that the text names
   * @param seq of the edit
   */
  record TextChanged(
      String room, long bucket, long target, byte[] value, List<String> mentions, long seq)
      implements MessageEffect {

    public TextChanged {
      mentions = List.copyOf(mentions);
    }
  }

  /**
   * Some edits of a deleted message have lost their texts and need not be found again.
   *
   * @param target the message's seq
   * @param edits the seqs of the edits
   * @param seq of the deletion
   */
  record EditsForgotten(String room, long bucket, long target, Set<Long> edits, long seq)
      implements MessageEffect {}

  /**
   * A reaction was added to a message or removed.
   *
   * @param user the id of the reaction's author
   */
  record ReactionChanged(
      String room, long bucket, long target, String emoji, String user, boolean removed, long seq)
      implements MessageEffect {}

  /**
   * A message has or had reactions. Written after the reaction: a reader who finds this assumes
   * that the reaction is written.
   *
   * @param seq of the event that added or removed a reaction
   */
  record MessageReacted(String room, long bucket, long target, long seq) implements MessageEffect {}

  /** All reactions of a message are removed. */
  record ReactionsRemoved(String room, long bucket, long target, long seq)
      implements MessageEffect {}

  /**
   * A bucket begins whose earlier messages are all in {@code room_messages}, as far as they are in
   * the bucket just before it. Written after all earlier events, so that readers can rely on it.
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

  /** An event of a bucket names a user; by this the bucket is found when the account is erased. */
  record PersonNamed(String user, String room, long bucket) implements MessageEffect {

    /** Independent of which event names the user first. */
    @Override
    public long seq() {
      return bucket;
    }
  }
}
