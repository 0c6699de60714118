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

  /** The media type of a file of which the first bytes are these. */
  public String of(byte[] head, int length) {
    String type = tika.detect(Arrays.copyOf(head, Math.min(length, HEAD)));
    return type.equals(ZIP) || type.equals(SOME_OFFICE)
        ? OfficeDocument.typeOf(head, length).orElse(ZIP)
        : type;
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
