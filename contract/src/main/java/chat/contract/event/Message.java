package chat.contract.event;

import chat.contract.ApplicationData;
import chat.contract.Author;
import chat.contract.Text;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message in a room.
 *
 * @param content 1 to {@value #MAX_CONTENT} code points, unchanged; null only with data
 * @param replyTo the seq of the message that it answers
 * @param attachments at most {@value #MAX_ATTACHMENTS}
 * @param mentions ids of the users that the content names
 * @param data of the application; null if there are none
 * @param imported whether it was sent elsewhere: {@code at} is then when that was
 */
public record Message(
    String room,
    String id,
    Author user,
    @Nullable String content,
    long at,
    @Nullable Long replyTo,
    List<Attachment> attachments,
    List<String> mentions,
    @Nullable ApplicationData data,
    boolean imported)
    implements RoomEvent {

  /** The type of messages. */
  public static final String TYPE = "message";

  /** The longest content, in code points. */
  public static final int MAX_CONTENT = 4000;

  /** The most files that one message carries. */
  public static final int MAX_ATTACHMENTS = 10;

  public Message {
    Expect.room(room);
    Expect.id(id);
    Expect.data(data);
    Expect.content(content, data);
    if (attachments.size() > MAX_ATTACHMENTS) {
      throw new IllegalArgumentException(
          "attachments: " + attachments.size() + " (expected: <= " + MAX_ATTACHMENTS + ")");
    }
    attachments = List.copyOf(attachments);
    mentions = List.copyOf(mentions);
  }

  /** A message without data. */
  public Message(
      String room,
      String id,
      Author user,
      @Nullable String content,
      long at,
      @Nullable Long replyTo,
      List<Attachment> attachments,
      List<String> mentions) {
    this(room, id, user, content, at, replyTo, attachments, mentions, null, false);
  }

  /** A message that was not imported. */
  public Message(
      String room,
      String id,
      Author user,
      @Nullable String content,
      long at,
      @Nullable Long replyTo,
      List<Attachment> attachments,
      List<String> mentions,
      @Nullable ApplicationData data) {
    this(room, id, user, content, at, replyTo, attachments, mentions, data, false);
  }

  /** The same message, sent elsewhere at a time. */
  public Message importedAt(long time) {
    return new Message(room, id, user, content, time, replyTo, attachments, mentions, data, true);
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public Author actor() {
    return user;
  }

  /** Whether a text can be the content of a message. */
  public static boolean isContent(String text) {
    return text.length() <= 2 * MAX_CONTENT
        && text.codePointCount(0, text.length()) <= MAX_CONTENT
        && !Text.isBlank(text);
  }
}
