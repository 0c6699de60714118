package chat.gateway.message;

import static chat.edge.problem.ProblemCode.INVALID_REQUEST;

import chat.contract.Names;
import chat.contract.VisibleText;
import chat.contract.event.Message;
import chat.contract.event.Reaction;
import chat.contract.log.Seq;
import chat.edge.problem.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * The message that a request changes.
 *
 * @param seq its seq
 */
public record Target(String room, long seq) {

  /**
   * Checks the fields of a request.
   *
   * @throws Refusal {@code invalid_request}
   */
  public static Target of(String room, @Nullable Long seq) {
    if (!Names.isRoom(room)) {
      throw wrong("room", Names.ROOM_PATTERN + " is expected");
    }
    if (seq == null || seq < 1 || seq > Seq.MAX) {
      throw wrong("seq", "the seq of a message is expected");
    }
    return new Target(room, seq);
  }

  /** The text of an edit, checked. */
  public static String content(@Nullable String content) {
    if (content == null || !Message.isContent(content)) {
      throw wrong("content", "1 to 4000 characters, not only blanks, are expected");
    }
    return content;
  }

  /**
   * The emoji of a reaction, checked: it is visible and does not change the direction of text. The
   * removal of an earlier reaction is not checked for that.
   */
  public static String emoji(@Nullable String emoji, boolean remove) {
    if (emoji == null
        || !Reaction.isEmoji(emoji)
        || !(remove || VisibleText.isName(emoji, Reaction.MAX_EMOJI))) {
      throw wrong(
          "emoji", "1 to 16 characters that show something, no blanks or controls, are expected");
    }
    return emoji;
  }

  private static Refusal wrong(String field, String message) {
    return Refusal.ofField(INVALID_REQUEST, field, message);
  }
}
