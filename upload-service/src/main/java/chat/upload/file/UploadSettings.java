package chat.upload.file;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What is taken, and how much at once.
 *
 * @param maxSize of a file
 * @param maxPixels of a picture, by its header
 * @param allowedTypes media types that are taken; a star at the end stands for all that begin so.
 *     Text of kinds that are not named counts as {@code text/plain}, but what browsers run does
 *     not. Not among the defaults: what browsers run scripts in (HTML, SVG), programs, and pictures
 *     whose place can't be taken out (HEIC, TIFF)
 * @param maxParts how many parts a form may have
 * @param leastRate how much a client sends or takes a second at least, for as long as it is waited
 *     for: half of what GPRS had
 * @param leastRateAfter how long a client may be waited for beyond that, for a line may be away for
 *     some seconds
 * @param quota how much one user keeps, in bytes
 * @param quotaFiles and in files
 * @param memory for the parts of all uploads at once; each has one of 5 MiB, or of its length if
 *     that is less
 * @param longestWait longest wait for memory; an upload is not read meanwhile
 * @param waiting how many uploads wait at most; more are refused
 * @param unusedFor after which time a file goes that nothing uses
 */
@ConfigurationProperties("chat.upload")
public record UploadSettings(
    @DefaultValue("25MB") DataSize maxSize,
    @DefaultValue("50000000") long maxPixels,
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
    @DefaultValue("20") int maxParts,
    @DefaultValue("2000B") DataSize leastRate,
    @DefaultValue("20s") Duration leastRateAfter,
    @DefaultValue("5GB") DataSize quota,
    @DefaultValue("10000") int quotaFiles,
    @DefaultValue("64MB") DataSize memory,
    @DefaultValue("60s") Duration longestWait,
    @DefaultValue("100") int waiting,
    @DefaultValue("24h") Duration unusedFor) {

  /** The smallest part that S3 takes, but for the last one of an object. */
  static final int PART = 5 << 20;

  public UploadSettings {
    allowedTypes = List.copyOf(allowedTypes);
    if (maxSize.toBytes() < 1) {
      throw new IllegalArgumentException("chat.upload.max-size: " + maxSize + " (expected: > 0)");
    }
    if (leastRate.toBytes() < 1) {
      throw new IllegalArgumentException(
          "chat.upload.least-rate: " + leastRate + " (expected: > 0)");
    }
    if (leastRateAfter.isNegative()) {
      throw new IllegalArgumentException(
          "chat.upload.least-rate-after: " + leastRateAfter + " (expected: >= 0)");
    }
    if (maxParts < 1) {
      throw new IllegalArgumentException("chat.upload.max-parts: " + maxParts + " (expected: > 0)");
    }
    if (memory.toBytes() < PART) {
      throw new IllegalArgumentException(
          "chat.upload.memory: " + memory + " (expected: >= " + PART + "B, one part)");
    }
  }
}
