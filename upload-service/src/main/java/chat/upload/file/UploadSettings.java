package chat.upload.file;

import chat.edge.guard.SettingBounds;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.ConstructorBinding;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Which files are accepted, and how many at once.
 *
 * @param maxSize largest file (at least 1B); a larger one is refused with 413
 * @param maxPixels largest picture, in pixels, by its header
 * @param allowedTypes media types of files that are accepted; a star at the end stands for all that
 *     begin so. Others are refused with 415. Text of types that are not named counts as {@code
 *     text/plain}, except for types that browsers run. The defaults leave out files in which
 *     browsers run scripts (HTML, SVG), programs, and pictures from which the place cannot be
 *     removed (HEIC, TIFF)
 * @param maxParts largest number of parts of a form
 * @param leastRate least rate at which a client sends or reads, in bytes a second
 * @param leastRateAfter time by which a client may fall behind that rate
 * @param quota largest number of bytes that one user keeps in files (0B or more); a further file is
 *     refused
 * @param quotaFiles largest number of files that one user keeps (0 or more); a further one is
 *     refused
 * @param memory memory of one upload service for the parts of uploads under way, of at most 5 MiB
 *     each (at least 5MB); uploads wait up to 60 seconds for it, at most 100 of them, further ones
 *     get 503
 * @param longestWait longest wait for memory
 * @param waiting largest number of uploads that wait for memory
 * @param unusedFor time after which a file is deleted that no message uses (0s or more)
 */
@ConfigurationProperties("chat.upload")
public record UploadSettings(
    DataSize maxSize,
    long maxPixels,
    List<String> allowedTypes,
    int maxParts,
    DataSize leastRate,
    Duration leastRateAfter,
    DataSize quota,
    int quotaFiles,
    DataSize memory,
    Duration longestWait,
    int waiting,
    Duration unusedFor) {

  /** The smallest part that S3 takes, but for the last one of an object. */
  static final int PART = 5 << 20;

  /** Its decoding would take some 300 MB. */
  private static final long MAX_PIXELS = 50_000_000;

  private static final int MAX_PARTS = 20;

  /** Half of what GPRS had; gateways have the same. */
  private static final DataSize LEAST_RATE = DataSize.ofBytes(2000);

  /** A mobile client may be without a network for some seconds. */
  private static final Duration LEAST_RATE_AFTER = Duration.ofSeconds(20);

  /** Shorter than the 90 s that a gateway waits; an upload is not read meanwhile. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

  /** Each holds a thread of the 300 of the server. */
  private static final int WAITING = 100;

  public UploadSettings {
    allowedTypes = List.copyOf(allowedTypes);
    SettingBounds.atLeast("chat.upload.max-size", maxSize.toBytes(), 1);
    SettingBounds.atLeast("chat.upload.memory", memory.toBytes(), PART);
    SettingBounds.atLeast("chat.upload.unused-for", unusedFor, Duration.ZERO);
  }

  @ConstructorBinding
  UploadSettings(
      @DefaultValue("25MB") DataSize maxSize,
      @DefaultValue({
            "image/png",
            "image/jpeg",
            "image/gif",
            "image/webp",
            "image/bmp",
            "audio/*",
            "video/*",
            "text/plain",
            "text/csv",
            "text/calendar",
            "text/x-vcard",
            "text/x-log",
            "text/x-diff",
            "message/rfc822",
            "application/json",
            "application/xml",
            "application/pdf",
            "application/rtf",
            "application/mp4",
            "application/ogg",
            "application/x-matroska",
            "application/zip",
            "application/gzip",
            "application/zstd",
            "application/zlib",
            "application/x-tar",
            "application/x-gtar",
            "application/x-bzip2",
            "application/x-xz",
            "application/x-7z-compressed",
            "application/x-rar-compressed*",
            "application/epub+zip",
            "application/msword",
            "application/vnd.ms-*",
            "application/vnd.openxmlformats-officedocument.*",
            "application/vnd.oasis.opendocument.*",
            "application/x-tika-msoffice",
            "application/octet-stream"
          })
          List<String> allowedTypes,
      @DefaultValue("5GB") DataSize quota,
      @DefaultValue("10000") int quotaFiles,
      @DefaultValue("64MB") DataSize memory,
      @DefaultValue("24h") Duration unusedFor) {
    this(
        maxSize,
        MAX_PIXELS,
        allowedTypes,
        MAX_PARTS,
        LEAST_RATE,
        LEAST_RATE_AFTER,
        quota,
        quotaFiles,
        memory,
        LONGEST_WAIT,
        WAITING,
        unusedFor);
  }
}
