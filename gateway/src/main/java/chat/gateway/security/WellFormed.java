package chat.gateway.security;

/** Checks that JSON has no characters that a part of the system would lose or cut at. */
final class WellFormed {

  private static final int ESCAPE_LENGTH = 5;

  private WellFormed() {}

  /** Whether a JSON text and its strings, with escapes resolved, have no NUL or lone surrogate. */
  static boolean isJson(String json) {
    boolean afterHigh = false;
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (c == '\\') {
        int escaped = escaped(json, i + 1);
        i += escaped < 0 ? 1 : ESCAPE_LENGTH;
        c = escaped < 0 ? ' ' : (char) escaped;
      }
      if (c == 0 || afterHigh != Character.isLowSurrogate(c)) {
        return false;
      }
      afterHigh = Character.isHighSurrogate(c);
    }
    return !afterHigh;
  }

  /**
   * The code unit of an escape, which begins with {@code u} and has four hexadecimal digits; else
   * -1.
   */
  private static int escaped(String json, int start) {
    if (start + ESCAPE_LENGTH > json.length() || json.charAt(start) != 'u') {
      return -1;
    }
    int unit = 0;
    for (int i = start + 1; i < start + ESCAPE_LENGTH; i++) {
      int digit = Character.digit(json.charAt(i), 16);
      if (digit < 0) {
        return -1;
      }
      unit = unit << 4 | digit;
    }
    return unit;
  }
}
