package chat.contract;

/** Rules for text of any kind. */
public final class Text {

  private Text() {}

  /**
   * Whether a text has neither NUL nor half of a surrogate pair: other languages and stores can't
   * hold these.
   */
  public static boolean isWellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      if (Character.isHighSurrogate(character)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (character == 0 || Character.isSurrogate(character)) {
        return false;
      }
    }
    return true;
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

  /** Whether a text has only blanks. */
  public static boolean isBlank(String text) {
    int at = 0;
    while (at < text.length() && isBlank(text.codePointAt(at))) {
      at = text.offsetByCodePoints(at, 1);
    }
    return at == text.length();
  }
}
