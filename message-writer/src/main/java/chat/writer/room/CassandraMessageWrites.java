package chat.writer.room;

import chat.writer.room.MessageEffect.BucketBegun;
import chat.writer.room.MessageEffect.EditsForgotten;
import chat.writer.room.MessageEffect.MessageDeleted;
import chat.writer.room.MessageEffect.MessageReacted;
import chat.writer.room.MessageEffect.PersonNamed;
import chat.writer.room.MessageEffect.ReactionChanged;
import chat.writer.room.MessageEffect.ReactionsRemoved;
import chat.writer.room.MessageEffect.Rewritten;
import chat.writer.room.MessageEffect.TextChanged;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;

/** The statements for effects on messages. The statements of one effect are one mutation. */
final class CassandraMessageWrites {

  private final PreparedStatement rewrite;
  private final PreparedStatement deleteMessage;
  private final PreparedStatement changeText;
  private final PreparedStatement changeMentions;
  private final PreparedStatement forgetEdits;
  private final PreparedStatement markReacted;
  private final PreparedStatement addReaction;
  private final PreparedStatement removeReaction;
  private final PreparedStatement removeReactions;
  private final PreparedStatement beginBucket;
  private final PreparedStatement namePerson;

  CassandraMessageWrites(CassandraStatements statements) {
    String byKey = " WHERE room = ? AND bucket = ? AND seq = ?";
    rewrite =
        statements.prepare(
            "UPDATE room_events USING TIMESTAMP ? SET value = ?, changed = ?" + byKey);
    deleteMessage =
        statements.prepare(
            "UPDATE room_messages USING TIMESTAMP ?"
                + " SET deleted = true, author = null, mentions = null"
                + byKey);
    changeText =
        statements.prepare(
            "UPDATE room_events USING TIMESTAMP ? SET value = ?, changed = ?, edits = edits + ?"
                + byKey);
    changeMentions =
        statements.prepare("UPDATE room_messages USING TIMESTAMP ? SET mentions = ?" + byKey);
    forgetEdits =
        statements.prepare("UPDATE room_events USING TIMESTAMP ? SET edits = edits - ?" + byKey);
    markReacted =
        statements.prepare(
            "UPDATE room_events USING TIMESTAMP ? SET reacted = true, changed = ?" + byKey);
    addReaction =
        statements.prepare(
            "INSERT INTO room_reactions (room, bucket, target, emoji, user_id)"
                + " VALUES (?, ?, ?, ?, ?) USING TIMESTAMP ?");
    removeReaction =
        statements.prepare(
            "DELETE FROM room_reactions USING TIMESTAMP ?"
                + " WHERE room = ? AND bucket = ? AND target = ? AND emoji = ? AND user_id = ?");
    removeReactions =
        statements.prepare(
            "DELETE FROM room_reactions USING TIMESTAMP ?"
                + " WHERE room = ? AND bucket = ? AND target = ?");
    beginBucket =
        statements.prepare(
            "UPDATE room_buckets USING TIMESTAMP ? SET last_message = ?"
                + " WHERE room = ? AND bucket = ?");
    namePerson =
        statements.prepare(
            "INSERT INTO rooms_written (user_id, room, bucket) VALUES (?, ?, ?) USING TIMESTAMP ?");
  }

  List<BoundStatement> of(MessageEffect effect) {
    if (effect instanceof Rewritten it) {
      return List.of(rewrite(it.room(), it.bucket(), it.target(), it.value(), it.seq()));
    }
    if (effect instanceof MessageDeleted it) {
      return List.of(
          rewrite(it.room(), it.bucket(), it.target(), it.value(), it.seq()),
          deleteMessage.bind(it.seq(), it.room(), it.bucket(), it.target()));
    }
    if (effect instanceof TextChanged change) {
      return List.of(of(change), mentions(change));
    }
    if (effect instanceof EditsForgotten it) {
      return List.of(forgetEdits.bind(it.seq(), it.edits(), it.room(), it.bucket(), it.target()));
    }
    if (effect instanceof ReactionChanged change) {
      return List.of(reaction(change));
    }
    if (effect instanceof MessageReacted it) {
      return List.of(markReacted.bind(it.seq(), it.seq(), it.room(), it.bucket(), it.target()));
    }
    if (effect instanceof ReactionsRemoved change) {
      return List.of(
          removeReactions.bind(change.seq(), change.room(), change.bucket(), change.target()));
    }
    if (effect instanceof BucketBegun it) {
      return List.of(beginBucket.bind(it.seq(), it.lastMessage(), it.room(), it.bucket()));
    }
    PersonNamed named = (PersonNamed) effect;
    return List.of(namePerson.bind(named.user(), named.room(), named.bucket(), named.seq()));
  }

  private BoundStatement rewrite(String room, long bucket, long target, byte[] value, long seq) {
    return rewrite.bind(seq, ByteBuffer.wrap(value), seq, room, bucket, target);
  }

  private BoundStatement of(TextChanged change) {
    return changeText.bind(
        change.seq(),
        ByteBuffer.wrap(change.value()),
        change.seq(),
        Set.of(change.seq()),
        change.room(),
        change.bucket(),
        change.target());
  }

  private BoundStatement mentions(TextChanged change) {
    return changeMentions.bind(
        change.seq(),
        change.mentions().isEmpty() ? null : change.mentions(),
        change.room(),
        change.bucket(),
        change.target());
  }

  private BoundStatement reaction(ReactionChanged change) {
    return change.removed()
        ? removeReaction.bind(
            change.seq(),
            change.room(),
            change.bucket(),
            change.target(),
            change.emoji(),
            change.user())
        : addReaction.bind(
            change.room(),
            change.bucket(),
            change.target(),
            change.emoji(),
            change.user(),
            change.seq());
  }
}
