package chat.upload.storage;

import java.time.Duration;

/** How long an upload service in tests waits for S3. */
public final class Patience {

  private Patience() {}

  /** Waits as long for each answer and each part. */
  public static Object of(Object bean, Duration wait) {
    return bean instanceof StorageSettings s
        ? new StorageSettings(
            s.endpoint(),
            s.publicEndpoint(),
            s.region(),
            s.bucket(),
            s.accessKey(),
            s.secretKey(),
            wait,
            wait)
        : bean;
  }
}
