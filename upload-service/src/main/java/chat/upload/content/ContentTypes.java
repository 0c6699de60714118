package chat.upload.content;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.tika.Tika;

/**
 * Detects the type of a file from its first bytes, and knows which types are accepted. Thread-safe.
 */
public final class ContentTypes {

  /** The types that browsers show without running anything in them. All others are only saved. */
  private static final Set<String> SHOWN =
      Set.of(
          "image/png",
          "image/jpeg",
          "image/gif",
          "image/webp",
          "audio/mpeg",
          "audio/mp4",
          "audio/ogg",
          "audio/vorbis",
          "audio/opus",
          "audio/webm",
          "audio/vnd.wave",
          "audio/x-flac",
          "video/mp4",
          "video/webm",
          "video/ogg",
          "video/quicktime");

  /** Text that browsers run, and documents that may be all text. All other text is plain text. */
  private static final Set<String> KEPT =
      Set.of(
          "text/html",
          "application/xhtml+xml",
          "image/svg+xml",
          "application/pdf",
          "application/rtf");

  private static final String TEXT = "text/plain";

  /** Line ends, tabs, form feeds, the backspace of bold print in manuals, and terminal escapes. */
  private static final String TEXT_CONTROLS = "\t\n\013\f\r\b\033";

  private static final String ZIP = "application/zip";

  /** Tika's type for a zip file that begins like an office document. */
  private static final String SOME_OFFICE = "application/x-tika-ooxml";

  /** The number of bytes that Tika always reads. */
  private static final int HEAD = 64 * 1024;

  private final Tika tika = new Tika();
  private final List<String> allowed;

  /**
   * Accepts the listed types.
   *
   * @param allowed media types; a star at the end stands for any ending
   */
  public ContentTypes(List<String> allowed) {
    this.allowed = List.copyOf(allowed);
  }

  /**
   * The media type of a file with these first bytes. Text of a type that is not listed is plain
   * text, unless browsers run it: there are too many types to list, and some begin alike.
   */
  public String of(byte[] head, int length) {
    byte[] looked = Arrays.copyOf(head, Math.min(length, HEAD));
    String type = tika.detect(looked);
    if (type.equals(ZIP) || type.equals(SOME_OFFICE)) {
      return OfficeDocument.typeOf(head, length).orElse(ZIP);
    }
    return isAllowed(type) || KEPT.contains(type) || !isText(looked) ? type : TEXT;
  }

  /** Whether there is no byte that occurs only in binary files, in any encoding based on ASCII. */
  private static boolean isText(byte[] bytes) {
    for (byte b : bytes) {
      boolean control = (b >= 0 && b < ' ') || b == 0x7f;
      if (control && TEXT_CONTROLS.indexOf(b) < 0) {
        return false;
      }
    }
    return true;
  }

  /** Whether files of a type are accepted. */
  public boolean isAllowed(String type) {
    return allowed.stream()
        .anyMatch(
            pattern ->
                pattern.endsWith("*")
                    ? type.startsWith(pattern.substring(0, pattern.length() - 1))
                    : type.equals(pattern));
  }

  /** Whether a browser may show a file of a type inline. */
  public static boolean isShown(String type) {
    return SHOWN.contains(type);
  }
}
