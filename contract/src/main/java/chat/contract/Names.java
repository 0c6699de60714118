package chat.contract;

import java.util.regex.Pattern;

/** The patterns of the names in the contract. */
public final class Names {

  /** The names of rooms, as a regular expression. */
  public static final String ROOM_PATTERN = "[a-z0-9][a-z0-9._-]{0,63}";

  private static final Pattern ROOM = Pattern.compile(ROOM_PATTERN);
  private static final Pattern PART = Pattern.compile("[A-Za-z0-9._-]{1,128}");
  private static final Pattern MESSAGE_ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final Pattern USERNAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{2,31}");

  private Names() {}

  /** Whether a text can be the name of a room. */
  public static boolean isRoom(String text) {
    return ROOM.matcher(text).matches();
  }

  /**
   * Checks the name of a part of the system: short, without blanks and separators.
   *
   * @param what the kind of name, for error messages
   */
  public static void requirePart(String what, String name) {
    if (!PART.matcher(name).matches()) {
      throw new IllegalArgumentException(what + ": " + name + " (expected: [A-Za-z0-9._-]{1,128})");
    }
  }

  /** Whether a text can be the id that a sender gives a message. */
  public static boolean isMessageId(String text) {
    return MESSAGE_ID.matcher(text).matches();
  }

  /** Whether a text can be the id of a file. */
  public static boolean isFile(String text) {
    return MESSAGE_ID.matcher(text).matches();
  }

  /** Whether a text can be the id of an account. */
  public static boolean isUser(String text) {
    return PART.matcher(text).matches();
  }

  /** Whether a text can be a username. */
  public static boolean isUsername(String text) {
    return USERNAME.matcher(text).matches();
  }
}
