package chat.contract;

import java.util.BitSet;

/**
 * The names in the contract. Several are checked for each record, so none by a regular expression.
 */
public final class Names {

  /** The names of rooms, as a regular expression. */
  public static final String ROOM_PATTERN = "[a-z0-9][a-z0-9._-]{0,63}";

  private static final String LOWER = "abcdefghijklmnopqrstuvwxyz0123456789";
  private static final String ALL = LOWER + "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

  private static final Shape ROOM = new Shape(LOWER, LOWER + "._-", 1, 64);
  private static final Shape PART = new Shape(ALL + "._-", ALL + "._-", 1, 128);
  private static final Shape MESSAGE_ID = new Shape(ALL + "_-", ALL + "_-", 1, 64);
  private static final Shape USERNAME = new Shape(ALL, ALL + "_.-", 3, 32);

  /** The characters of a name, and its length. */
  private record Shape(BitSet first, BitSet others, int shortest, int longest) {

    Shape(String first, String others, int shortest, int longest) {
      this(set(first), set(others), shortest, longest);
    }

    private static BitSet set(String characters) {
      BitSet set = new BitSet(Byte.MAX_VALUE);
      characters.chars().forEach(set::set);
      return set;
    }

    boolean fits(String text) {
      int length = text.length();
      if (length < shortest || length > longest || !first.get(text.charAt(0))) {
        return false;
      }
      for (int i = 1; i < length; i++) {
        if (!others.get(text.charAt(i))) {
          return false;
        }
      }
      return true;
    }
  }

  private Names() {}

  /** Whether a text can be the name of a room. */
  public static boolean isRoom(String text) {
    return ROOM.fits(text);
  }

  /**
   * Checks the name of a part of the system: short, without blanks and separators.
   *
   * @param what the kind of name, for error messages
   */
  public static void requirePart(String what, String name) {
    if (!PART.fits(name)) {
      throw new IllegalArgumentException(what + ": " + name + " (expected: [A-Za-z0-9._-]{1,128})");
    }
  }

  /** Whether a text can be the name of an event that an application emits. */
  public static boolean isEvent(String text) {
    return ROOM.fits(text);
  }

  /** Whether a text can be the id that a sender gives a message. */
  public static boolean isMessageId(String text) {
    return MESSAGE_ID.fits(text);
  }

  /** Whether a text can be the id of a file. */
  public static boolean isFile(String text) {
    return MESSAGE_ID.fits(text);
  }

  /** Whether a text can be the id of an account. */
  public static boolean isUser(String text) {
    return PART.fits(text);
  }

  /** Whether a text can be a username. */
  public static boolean isUsername(String text) {
    return USERNAME.fits(text);
  }
}
