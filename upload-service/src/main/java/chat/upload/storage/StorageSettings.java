package chat.upload.storage;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where files are kept.
 *
 * @param endpoint of an S3 service, as this process reaches it
 * @param publicEndpoint the same as clients reach it: links to what browsers show then lead
 *     straight there; not set: all links lead through this service
 * @param region that requests are signed for
 * @param bucket of all files; made at start if it is not there
 * @param accessKey who signs
 * @param secretKey what signs
 * @param timeout longest wait for the answer to a request without content
 * @param partTimeout longest time that sending a part takes, with all tries
 * @param linkLifetime how long a link that a client is given is good, at most a minute
 */
@ConfigurationProperties("chat.s3")
record StorageSettings(
    @DefaultValue("http://127.0.0.1:9000") URI endpoint,
    @Nullable URI publicEndpoint,
    @DefaultValue("us-east-1") String region,
    @DefaultValue("chat-files") String bucket,
    @DefaultValue("") String accessKey,
    @DefaultValue("") String secretKey,
    @DefaultValue("5s") Duration timeout,
    @DefaultValue("30s") Duration partTimeout,
    @DefaultValue("60s") Duration linkLifetime) {

  private static final Duration LONGEST_LINK = Duration.ofSeconds(60);

  StorageSettings {
    if (bucket.isEmpty()) {
      throw new IllegalArgumentException("chat.s3.bucket: empty (expected: a bucket's name)");
    }
    if (linkLifetime.compareTo(Duration.ofSeconds(1)) < 0
        || linkLifetime.compareTo(LONGEST_LINK) > 0) {
      throw new IllegalArgumentException(
          "chat.s3.link-lifetime: " + linkLifetime + " (expected: 1s..60s)");
    }
  }

  /** Never with the keys. */
  @Override
  public String toString() {
    return "StorageSettings[endpoint=" + endpoint + ", bucket=" + bucket + "]";
  }
}
