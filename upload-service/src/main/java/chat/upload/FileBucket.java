package chat.upload;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;

/** The bucket that holds all files. */
final class FileBucket {

  private static final Logger LOG = LoggerFactory.getLogger(FileBucket.class);

  private final S3Client s3;
  private final String name;

  FileBucket(S3Client s3, String name) {
    this.s3 = s3;
    this.name = name;
  }

  /**
   * Makes sure that it is there.
   *
   * @throws SdkException if it can't be reached
   */
  void provide() {
    try {
      s3.headBucket(request -> request.bucket(name));
    } catch (NoSuchBucketException e) {
      make();
    }
  }

  private void make() {
    try {
      s3.createBucket(request -> request.bucket(name));
      LOG.info("made bucket {}", name);
    } catch (BucketAlreadyOwnedByYouException e) {
      LOG.info("bucket {} was made by another", name);
    }
  }
}
