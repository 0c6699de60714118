package chat.contract;

/**
 * The rule for display names of profiles, rooms and files. Such a name has at least one visible
 * character, fits on one line, does not change the direction of the text around it, and hides
 * nothing.
 *
 * <p>Invisible characters may stay only where they belong to visible ones: joiners and variation
 * selectors in emoji and in the scripts that need them, tags in the flag of a region (UTS #51).
 * Characters that this JDK's tables do not know count as visible.
 */
public final class VisibleText {

  private static final int ZERO_WIDTH_NON_JOINER = 0x200c;
  private static final int ZERO_WIDTH_JOINER = 0x200d;
  private static final int TEXT_STYLE = 0xfe0e;
  private static final int EMOJI_STYLE = 0xfe0f;
  private static final int KEYCAP = 0x20e3;
  private static final int BLACK_FLAG = 0x1f3f4;
  private static final int TAG_END = 0xe007f;
  private static final int NONE = -1;

  /** A region and its subdivision, as in {@code gbeng}: three to six letters and digits (CLDR). */
  private static final int LEAST_TAGS = 3;

  private static final int MOST_TAGS = 6;

  /** The property Default_Ignorable_Code_Point of Unicode 16, and the interlinear annotations. */
  private static final int[] INVISIBLE = {
    0xad, 0xad, 0x34f, 0x34f, 0x61c, 0x61c, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x180b, 0x180f, 0x200b,
    0x200f, 0x202a, 0x202e, 0x2060, 0x206f, 0x3164, 0x3164, 0xfe00, 0xfe0f, 0xfeff, 0xfeff, 0xffa0,
    0xffa0, 0xfff0, 0xfffb, 0x1bca0, 0x1bca3, 0x1d173, 0x1d17a, 0xe0000, 0xe0fff
  };

  private VisibleText() {}

  /**
   * Whether a text can be a display name.
   *
   * @param longest the maximum number of code points
   */
  public static boolean isName(String text, int longest) {
    return text.codePointCount(0, text.length()) <= longest
        && showsSomething(text)
        && plain(text).equals(text);
  }

  /** Whether a text has a visible character other than blanks and marks without a base. */
  public static boolean showsSomething(String text) {
    return text.codePoints()
        .anyMatch(character -> isSeen(character) && !isBlank(character) && !isMark(character));
  }

  /** Removes the characters that a display name must not have; the others stay unchanged. */
  public static String plain(String text) {
    int[] all = text.codePoints().toArray();
    StringBuilder left = new StringBuilder(text.length());
    int before = NONE;
    int at = 0;
    while (at < all.length) {
      int length = isSeen(all[at]) ? 1 : invisibleLength(all, at, before);
      for (int i = at; i < at + length; i++) {
        left.appendCodePoint(all[i]);
        before = all[i];
      }
      at += Math.max(1, length);
    }
    return left.toString();
  }

  /** A character that takes space of its own, a blank included. */
  private static boolean isSeen(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> !isInvisible(character) && !isNoncharacter(character);
    };
  }

  /**
   * The number of invisible characters from an index on that belong to the visible one before them.
   *
   * @param before the last character that stays, or {@value #NONE}
   */
  private static int invisibleLength(int[] all, int at, int before) {
    int character = all[at];
    int after = at + 1 < all.length ? all[at + 1] : NONE;
    if (character == ZERO_WIDTH_JOINER || character == ZERO_WIDTH_NON_JOINER) {
      boolean emoji = character == ZERO_WIDTH_JOINER && endsEmoji(before) && isPicture(after);
      return emoji || isJoined(before, after) ? 1 : 0;
    }
    if (isSelector(character)) {
      return isSelected(before, character, after) ? 1 : 0;
    }
    return at > 0 && all[at - 1] == BLACK_FLAG ? tags(all, at) : 0;
  }

  private static boolean isSelected(int before, int selector, int after) {
    if (before < 0x80) {
      boolean style = selector == EMOJI_STYLE || selector == TEXT_STYLE;
      return style && after == KEYCAP && (before == '#' || before == '*' || isDigit(before));
    }
    return isSeen(before)
        && !isBlank(before)
        && !isMark(before)
        && (!Character.isLetter(before) || hasForms(before));
  }

  /**
   * The length of the tags, with their end, that turn a black flag into a region's; 0 if they
   * don't.
   */
  private static int tags(int[] all, int from) {
    int end = from;
    while (end < all.length && isTag(all[end])) {
      end++;
    }
    int count = end - from;
    boolean ended = end < all.length && all[end] == TAG_END;
    return ended && count >= LEAST_TAGS && count <= MOST_TAGS ? count + 1 : 0;
  }

  private static boolean isTag(int character) {
    return (character >= 0xe0030 && character <= 0xe0039)
        || (character >= 0xe0061 && character <= 0xe007a);
  }

  private static boolean endsEmoji(int character) {
    return isPicture(character)
        || character == EMOJI_STYLE
        || character == TAG_END
        || Character.getType(character) == Character.MODIFIER_SYMBOL;
  }

  private static boolean isPicture(int character) {
    return switch (character < 0x80 ? Character.CONTROL : Character.getType(character)) {
      case Character.OTHER_SYMBOL, Character.MATH_SYMBOL -> true;
      case Character.UNASSIGNED -> isSeen(character);
      default -> false;
    };
  }

  /**
   * Whether a joiner changes the rendering, as in Persian and Hindi: between letters of such a
   * script, or after one of its marks.
   */
  private static boolean isJoined(int before, int after) {
    boolean leads = Character.isLetter(after) && hasForms(after);
    if (isMark(before)) {
      return hasForms(before) || leads;
    }
    return Character.isLetter(before) && hasForms(before) && leads;
  }

  /** Whether characters of its script have several forms. */
  private static boolean hasForms(int character) {
    if (character < 0x80) {
      return false;
    }
    return switch (Character.UnicodeScript.of(character)) {
      case LATIN, GREEK, CYRILLIC, ARMENIAN, HEBREW, GEORGIAN, INHERITED, UNKNOWN -> false;
      default -> true;
    };
  }

  private static boolean isSelector(int character) {
    return (character >= 0xfe00 && character <= 0xfe0f)
        || (character >= 0xe0100 && character <= 0xe01ef)
        || (character >= 0x180b && character <= 0x180d)
        || character == 0x180f;
  }

  private static boolean isInvisible(int character) {
    for (int i = 0; i < INVISIBLE.length && INVISIBLE[i] <= character; i += 2) {
      if (character <= INVISIBLE[i + 1]) {
        return true;
      }
    }
    return false;
  }

  private static boolean isNoncharacter(int character) {
    return (character & 0xfffe) == 0xfffe || (character >= 0xfdd0 && character <= 0xfdef);
  }

  private static boolean isMark(int character) {
    int type = Character.getType(character);
    return type == Character.NON_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || type == Character.COMBINING_SPACING_MARK;
  }

  private static boolean isDigit(int character) {
    return character >= '0' && character <= '9';
  }

  /**
   * White_Space, and two characters that are drawn as nothing: the empty braille cell and note
   * head.
   */
  private static boolean isBlank(int character) {
    return Text.isBlank(character) || character == 0x2800 || character == 0x1d159;
  }
}
