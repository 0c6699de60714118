package chat.upload.storage;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;

/**
 * The bucket of all files. Calls wait for the answer within the configured time, and throw an
 * {@link SdkException} if there is none or it is an error.
 */
public final class FileBucket {

  private static final Logger LOG = LoggerFactory.getLogger(FileBucket.class);

  private final S3Client s3;
  private final StorageSettings settings;
  private final String name;

  FileBucket(S3Client s3, StorageSettings settings) {
    this.s3 = s3;
    this.settings = settings;
    this.name = settings.bucket();
  }

  /** Creates the bucket if it does not exist. */
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
      LOG.info("created bucket {}", name);
    } catch (BucketAlreadyOwnedByYouException e) {
      LOG.info("bucket {} was created by another process", name);
    }
  }

  /** Stores an object, completely or not at all. */
  public void put(String key, String contentType, byte[] bytes, int length) {
    s3.putObject(
        request ->
            request
                .bucket(name)
                .key(key)
                .contentType(contentType)
                .overrideConfiguration(call -> call.apiCallTimeout(settings.partTimeout())),
        body(bytes, length));
  }

  /** Starts an object that is uploaded in parts, and gives the upload's id. */
  String begin(String key, String contentType) {
    return s3.createMultipartUpload(
            request -> request.bucket(name).key(key).contentType(contentType))
        .uploadId();
  }

  CompletedPart part(String key, String upload, int number, byte[] bytes, int length) {
    String tag =
        s3.uploadPart(
                request ->
                    request
                        .bucket(name)
                        .key(key)
                        .uploadId(upload)
                        .partNumber(number)
                        .overrideConfiguration(call -> call.apiCallTimeout(settings.partTimeout())),
                body(bytes, length))
            .eTag();
    return CompletedPart.builder().partNumber(number).eTag(tag).build();
  }

  /** Completes an object from its parts, which makes it visible. */
  void complete(String key, String upload, List<CompletedPart> parts) {
    s3.completeMultipartUpload(
        request ->
            request
                .bucket(name)
                .key(key)
                .uploadId(upload)
                .multipartUpload(all -> all.parts(parts))
                .overrideConfiguration(call -> call.apiCallTimeout(settings.partTimeout())));
  }

  void abort(String key, String upload) {
    try {
      s3.abortMultipartUpload(request -> request.bucket(name).key(key).uploadId(upload));
    } catch (NoSuchUploadException e) {
      LOG.debug("{} was aborted or completed before", key);
    }
  }

  /** The content of an object; to be closed. */
  public InputStream open(String key) {
    return s3.getObject(
        request ->
            request
                .bucket(name)
                .key(key)
                .overrideConfiguration(call -> call.apiCallTimeout(settings.partTimeout())));
  }

  /**
   * Reads a part of an object.
   *
   * @param tag the object's ETag; fails if the object has another one by now
   * @param from index of the first byte
   * @return the number of bytes, less than requested only at the end of the object
   */
  public int read(String key, String tag, long from, byte[] into, int length) throws IOException {
    try (InputStream part =
        s3.getObject(
            request ->
                request
                    .bucket(name)
                    .key(key)
                    .ifMatch(tag)
                    .range("bytes=" + from + "-" + (from + length - 1)))) {
      return part.readNBytes(into, 0, length);
    }
  }

  /** Deletes an object, if it exists. */
  public void delete(String key) {
    s3.deleteObject(request -> request.bucket(name).key(key));
  }

  /**
   * Aborts incomplete uploads in parts that started before a time: the remains of dead processes.
   *
   * @return their number
   */
  public int abortBefore(Instant time) {
    int aborted = 0;
    for (MultipartUpload upload : unfinished()) {
      if (upload.initiated() != null && upload.initiated().isBefore(time)) {
        abort(upload.key(), upload.uploadId());
        aborted++;
      }
    }
    return aborted;
  }

  private List<MultipartUpload> unfinished() {
    try {
      return s3.listMultipartUploads(all -> all.bucket(name)).uploads();
    } catch (NoSuchBucketException e) {
      return List.of(); // nothing was ever uploaded
    }
  }

  /** Reads from the array itself, again for each retry. */
  private static RequestBody body(byte[] bytes, int length) {
    return RequestBody.fromContentProvider(
        () -> new ByteArrayInputStream(bytes, 0, length), length, "application/octet-stream");
  }
}
