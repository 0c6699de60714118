package chat.upload.content;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.tika.Tika;

/** Finds out what a file is, from its first bytes, and what is taken. Threads may share it. */
public final class ContentTypes {

  /** What browsers show without being able to run anything in it. All else is only saved. */
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

  /** Text that browsers run, and documents that may be all text. All other text is just that. */
  private static final Set<String> KEPT =
      Set.of(
          "text/html",
          "application/xhtml+xml",
          "image/svg+xml",
          "application/pdf",
          "application/rtf");

  private static final String TEXT = "text/plain";

  /** Line ends, tabulators, pages, backspace as manuals print bold, escapes as terminals do. */
  private static final String TEXT_CONTROLS = "\t\n\013\f\r\b\033";

  private static final String ZIP = "application/zip";

  /** What Tika says of a zip file that begins as office documents do. */
  private static final String SOME_OFFICE = "application/x-tika-ooxml";

  /** How much Tika looks at in any case. */
  private static final int HEAD = 64 * 1024;

  private final Tika tika = new Tika();
  private final List<String> allowed;

  /**
   * Takes what a list allows.
   *
   * @param allowed media types; a star at the end stands for all that begin so
   */
  public ContentTypes(List<String> allowed) {
    this.allowed = List.copyOf(allowed);
  }

  /**
   * The media type of a file of which the first bytes are these. Text of a kind that is not listed
   * is plain text, unless browsers run it: there are too many kinds to list, and some begin like
   * another.
   */
  public String of(byte[] head, int length) {
    byte[] looked = Arrays.copyOf(head, Math.min(length, HEAD));
    String type = tika.detect(looked);
    if (type.equals(ZIP) || type.equals(SOME_OFFICE)) {
      return OfficeDocument.typeOf(head, length).orElse(ZIP);
    }
    return isAllowed(type) || KEPT.contains(type) || !isText(looked) ? type : TEXT;
  }

  /** Whether there is nothing that only stands in binary files, in any encoding based on ASCII. */
  private static boolean isText(byte[] bytes) {
    for (byte b : bytes) {
      boolean control = (b >= 0 && b < ' ') || b == 0x7f;
      if (control && TEXT_CONTROLS.indexOf(b) < 0) {
        return false;
      }
    }
    return true;
  }

  /** Whether files of a type are taken. */
  public boolean isAllowed(String type) {
    return allowed.stream()
        .anyMatch(
            pattern ->
                pattern.endsWith("*")
                    ? type.startsWith(pattern.substring(0, pattern.length() - 1))
                    : type.equals(pattern));
  }

  /** Whether a browser may show a file of a type where it finds it. */
  public static boolean isShown(String type) {
    return SHOWN.contains(type);
  }
}
