package chat.contract;

/** Rules for text of any kind. */
public final class Text {

  private Text() {}

  /**
   * Whether a text has neither NUL nor half of a surrogate pair: other languages and stores can't
   * hold these.
   */
  public static boolean isWellFormed(String text) {
    return text.codePoints().noneMatch(character -> character == 0 || isSurrogate(character));
  }

  /** Whether a code point is half of a surrogate pair. */
  public static boolean isSurrogate(int character) {
    return Character.getType(character) == Character.SURROGATE;
  }

  /** Unicode's White_Space property, which {@link Character#isWhitespace(int)} is not. */
  public static boolean isBlank(int character) {
    return Character.isSpaceChar(character)
        || (character >= 0x09 && character <= 0x0d)
        || character == 0x85;
  }
}
