package chat.upload.storage;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.ConstructorBinding;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where files are kept.
 *
 * @param endpoint address of an S3 service, as upload services reach it
 * @param publicEndpoint address of the same S3 service as clients reach it: links to pictures,
 *     audio and video then lead straight there; not set: all links lead through gateways. Set it at
 *     gateways too, so that their page may load from there, and let the bucket allow {@code GET}
 *     from the origins of pages (CORS)
 * @param region region that requests to S3 are signed for
 * @param bucket name of the bucket of all files; it is made at start if it is missing
 * @param accessKey access key of S3; empty: requests are not signed
 * @param secretKey secret key of S3 that belongs to the access key
 * @param timeout longest wait for the answer to a request without content
 * @param partTimeout longest time of sending a part, with all tries
 */
@ConfigurationProperties("chat.s3")
record StorageSettings(
    URI endpoint,
    @Nullable URI publicEndpoint,
    String region,
    String bucket,
    String accessKey,
    String secretKey,
    Duration timeout,
    Duration partTimeout) {

  /** How long a link that a client is given is good; part of the protocol. */
  static final Duration LINK_LIFETIME = Duration.ofSeconds(60);

  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final Duration PART_TIMEOUT = Duration.ofSeconds(30);

  StorageSettings {
    if (bucket.isEmpty()) {
      throw new IllegalArgumentException("chat.s3.bucket: empty (expected: a bucket's name)");
    }
  }

  @ConstructorBinding
  StorageSettings(
      @DefaultValue("http://127.0.0.1:9000") URI endpoint,
      @Nullable URI publicEndpoint,
      @DefaultValue("us-east-1") String region,
      @DefaultValue("chat-files") String bucket,
      @DefaultValue("") String accessKey,
      @DefaultValue("") String secretKey) {
    this(endpoint, publicEndpoint, region, bucket, accessKey, secretKey, TIMEOUT, PART_TIMEOUT);
  }

  /** Never with the keys. */
  @Override
  public String toString() {
    return "StorageSettings[endpoint=" + endpoint + ", bucket=" + bucket + "]";
  }
}
