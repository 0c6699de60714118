package chat.contract.event;

import chat.contract.Author;
import chat.contract.Text;

/**
 * A reaction: a user added an emoji to a message or removed it.
 *
 * @param target the seq of the message
 * @param emoji 1 to {@value #MAX_EMOJI} code points without blanks and controls
 * @param removed whether it was removed
 */
public record Reaction(
    String room, String id, Author user, long target, String emoji, boolean removed, long at)
    implements RoomEvent {

  /** The type of reactions. */
  public static final String TYPE = "reaction";

  /** The longest emoji, in code points. */
  public static final int MAX_EMOJI = 16;

  public Reaction {
    Expect.room(room);
    Expect.id(id);
    Expect.target(target);
    if (!isEmoji(emoji)) {
      throw new IllegalArgumentException(
          "emoji: "
              + emoji.length()
              + " characters (expected: 1.."
              + MAX_EMOJI
              + " code points, no blanks, no controls)");
    }
  }

  /** Whether a text can be a reaction. */
  public static boolean isEmoji(String text) {
    return !text.isEmpty()
        && text.codePointCount(0, text.length()) <= MAX_EMOJI
        && text.codePoints().noneMatch(Reaction::isBlankOrControl);
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public Author actor() {
    return user;
  }

  private static boolean isBlankOrControl(int character) {
    return Text.isBlank(character)
        || Character.isISOControl(character)
        || Text.isSurrogate(character);
  }
}
