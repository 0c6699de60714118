package chat.writer.redaction;

/** Tells reactions that are symbols from those that may spell a name. */
final class Symbols {

  private static final int ENCLOSED_FIRST = 0x2460;
  private static final int ENCLOSED_LAST = 0x24FF;
  private static final int ENCLOSED_MORE_FIRST = 0x1F100;
  private static final int ENCLOSED_MORE_LAST = 0x1F1FF;
  private static final int BRAILLE_FIRST = 0x2800;
  private static final int BRAILLE_LAST = 0x28FF;
  private static final int TAGS_FIRST = 0xE0000;
  private static final int TAGS_LAST = 0xE007F;

  private Symbols() {}

  /** Whether a text has no letters and digits, nor symbols that stand for some. */
  static boolean isPlain(String text) {
    return text.codePoints().noneMatch(Symbols::spells);
  }

  private static boolean spells(int point) {
    return Character.isLetterOrDigit(point)
        || Character.getType(point) == Character.PRIVATE_USE
        || isIn(point, ENCLOSED_FIRST, ENCLOSED_LAST)
        || isIn(point, ENCLOSED_MORE_FIRST, ENCLOSED_MORE_LAST)
        || isIn(point, BRAILLE_FIRST, BRAILLE_LAST)
        || isIn(point, TAGS_FIRST, TAGS_LAST);
  }

  private static boolean isIn(int point, int first, int last) {
    return point >= first && point <= last;
  }
}
