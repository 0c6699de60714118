package chat.upload.file;

import static org.assertj.core.api.Assertions.assertThat;

import chat.infra.devstack.Backends;
import chat.upload.Caller;
import chat.upload.UploadService;
import chat.upload.storage.FileBucket;
import chat.upload.storage.Patience;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The connection between the service and a real bucket fails. */
class StorageFaultsTest {

  private static final FaultyWay WAY = new FaultyWay(Backends.shared().s3());
  private static final String BUCKET = "faults" + System.nanoTime();
  private static final UploadService SERVICE =
      new UploadService(
          bean -> Patience.of(bean, Duration.ofSeconds(6)),
          "chat.s3.endpoint=" + WAY.uri(),
          "chat.s3.bucket=" + BUCKET);
  private static final byte[] LARGE = new byte[12 << 20];

  private final Caller ann = new Caller(SERVICE, "ann");

  @AfterAll
  static void close() {
    SERVICE.close();
    WAY.close();
  }

  @AfterEach
  void open() {
    WAY.set(FaultyWay.State.OPEN);
  }

  @ParameterizedTest
  @EnumSource(names = {"CUT", "STILL", "FULL"})
  void storage_that_fails_halfway_is_a_problem_and_leaves_nothing_half_visible(
      FaultyWay.State fault) {
    assertThat(ann.upload("before.bin", new byte[10]).statusCode()).isEqualTo(201);
    long before = objects();
    WAY.setAfter(7 << 20, fault);
    HttpResponse<String> answer = ann.upload("x.bin", LARGE);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
    assertThat(Caller.json(answer).get("code").asString()).isEqualTo("unavailable");
    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    WAY.set(FaultyWay.State.OPEN);
    assertThat(objects()).isEqualTo(before);
    assertThat(ann.upload("after.bin", LARGE).statusCode()).isEqualTo(201);
  }

  @Test
  void parts_that_a_dead_upload_left_behind_are_swept() {
    S3Client s3 = SERVICE.bean(S3Client.class);
    assertThat(ann.upload("before.bin", new byte[10]).statusCode()).isEqualTo(201);
    String id =
        s3.createMultipartUpload(request -> request.bucket(BUCKET).key("files/dead")).uploadId();
    assertThat(unfinished().uploads()).anyMatch(upload -> upload.uploadId().equals(id));
    FileBucket bucket = SERVICE.bean(FileBucket.class);
    assertThat(bucket.abortBefore(Instant.now().minusSeconds(3600))).isZero();
    assertThat(bucket.abortBefore(Instant.now().plusSeconds(3600))).isPositive();
    assertThat(unfinished().uploads()).isEmpty();
  }

  private static ListMultipartUploadsResponse unfinished() {
    return SERVICE.bean(S3Client.class).listMultipartUploads(all -> all.bucket(BUCKET));
  }

  private static long objects() {
    return SERVICE.bean(S3Client.class).listObjectsV2(all -> all.bucket(BUCKET)).contents().stream()
        .map(S3Object::key)
        .filter(key -> key.startsWith("files/"))
        .count();
  }
}
