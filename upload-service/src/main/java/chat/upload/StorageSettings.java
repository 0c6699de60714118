package chat.upload;

import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where files are kept.
 *
 * @param endpoint of an S3 service
 * @param region that requests are signed for
 * @param bucket of all files; made at start if it is not there
 * @param accessKey who signs
 * @param secretKey what signs
 * @param timeout longest wait for the answer to a request
 */
@ConfigurationProperties("chat.s3")
record StorageSettings(
    @DefaultValue("http://127.0.0.1:9000") URI endpoint,
    @DefaultValue("us-east-1") String region,
    @DefaultValue("chat-files") String bucket,
    @DefaultValue("") String accessKey,
    @DefaultValue("") String secretKey,
    @DefaultValue("5s") Duration timeout) {

  StorageSettings {
    if (bucket.isEmpty()) {
      throw new IllegalArgumentException("bucket: empty (expected: a bucket's name)");
    }
  }

  /** Never with the keys. */
  @Override
  public String toString() {
    return "StorageSettings[endpoint=" + endpoint + ", bucket=" + bucket + "]";
  }
}
