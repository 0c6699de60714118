package chat.upload.storage;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Ready while the bucket exists. The check creates a missing bucket, so a service that started
 * before S3 becomes ready by itself.
 */
final class FileBucketHealth extends AbstractHealthIndicator {

  private final FileBucket bucket;

  FileBucketHealth(FileBucket bucket) {
    this.bucket = bucket;
  }

  @Override
  protected void doHealthCheck(Health.Builder health) {
    bucket.provide();
    health.up();
  }
}
