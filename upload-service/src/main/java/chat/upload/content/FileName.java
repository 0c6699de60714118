package chat.upload.content;

import chat.contract.VisibleText;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A file's name for display and saving: one line without a path, and without characters that hide
 * or turn text.
 */
public final class FileName {

  /** The limit of file systems, in bytes of UTF-8. */
  private static final int MAX_BYTES = 255;

  private static final int MAX_EXTENSION = 20;
  private static final String FALLBACK = "file";
  private static final String RESERVED = "<>:\"|?*";
  private static final String ENDS = "^[\\s.]+|[\\s.]+$";
  private static final int OUT = -1;
  private static final String DEVICES = "(?i)(con|prn|aux|nul|com\\d|lpt\\d)(\\..*)?";

  private FileName() {}

  /** Turns a client's name for a file into a safe one. */
  public static String clean(@Nullable String claimed) {
    String text = claimed == null ? "" : claimed;
    String last = text.substring(Math.max(text.lastIndexOf('/'), text.lastIndexOf('\\')) + 1);
    String name = VisibleText.plain(onOneLine(Normalizer.normalize(last, Normalizer.Form.NFC)));
    String trimmed = trim(name);
    if (!VisibleText.showsSomething(trimmed)) {
      return FALLBACK;
    }
    return shorten(trimmed.matches(DEVICES) ? "_" + trimmed : trimmed);
  }

  /** The header Content-Disposition (RFC 6266): in ASCII for old clients, in full for others. */
  public static String disposition(String kind, String name) {
    String ascii = name.replaceAll("[^ -~]", "_").replaceAll("[\"\\\\%]", "_");
    return kind + "; filename=\"" + ascii + "\"; filename*=UTF-8''" + percent(name);
  }

  private static String onOneLine(String text) {
    StringBuilder line = new StringBuilder(text.length());
    text.codePoints()
        .map(FileName::replaced)
        .filter(character -> character != OUT)
        .forEach(line::appendCodePoint);
    return line.toString();
  }

  private static int replaced(int character) {
    if (RESERVED.indexOf(character) >= 0) {
      return '_';
    }
    return switch (Character.getType(character)) {
      case Character.CONTROL, Character.SURROGATE -> OUT;
      case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SPACE_SEPARATOR ->
          ' ';
      default -> character;
    };
  }

  /** Blanks at the ends may have been inside before other characters were removed. */
  private static String trim(String name) {
    String before = name;
    String trimmed = VisibleText.plain(before.replaceAll(ENDS, ""));
    while (!trimmed.equals(before)) {
      before = trimmed;
      trimmed = VisibleText.plain(before.replaceAll(ENDS, ""));
    }
    return trimmed;
  }

  /** Removes the end of the stem and keeps the extension. */
  private static String shorten(String name) {
    int dot = name.lastIndexOf('.');
    String extension = dot > 0 && name.length() - dot <= MAX_EXTENSION ? name.substring(dot) : "";
    String stem = name.substring(0, name.length() - extension.length());
    int room = MAX_BYTES - bytes(extension);
    while (bytes(stem) > room) {
      stem = stem.substring(0, stem.offsetByCodePoints(stem.length(), -1));
    }
    return trim(stem + extension); // as before it was cut
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static String percent(String name) {
    StringBuilder text = new StringBuilder();
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || "!#$&+-.^_`|~".indexOf(c) >= 0);
      text.append(plain ? String.valueOf(c) : String.format(Locale.ROOT, "%%%02X", (int) c));
    }
    return text.toString();
  }
}
