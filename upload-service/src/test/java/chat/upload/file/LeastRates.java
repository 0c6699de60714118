package chat.upload.file;

import java.time.Duration;

/** How far a client may fall behind the least rate in tests. */
public final class LeastRates {

  private LeastRates() {}

  /** Uploads and downloads with another time to fall behind. */
  public static Object after(Object bean, Duration behind) {
    return bean instanceof UploadSettings s
        ? new UploadSettings(
            s.maxSize(),
            s.maxPixels(),
            s.allowedTypes(),
            s.maxParts(),
            s.leastRate(),
            behind,
            s.quota(),
            s.quotaFiles(),
            s.memory(),
            s.longestWait(),
            s.waiting(),
            s.unusedFor())
        : bean;
  }
}
