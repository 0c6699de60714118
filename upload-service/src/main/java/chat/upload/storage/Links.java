package chat.upload.storage;

import chat.contract.file.FileHeaders;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * Links to objects, valid for a short time for every holder. S3 signs and verifies them. Most lead
 * through this service, which adds the headers that S3 can't add, so that browsers don't treat a
 * file as a page. Thread-safe.
 */
public final class Links implements AutoCloseable {

  /** The path prefix of links through this service. */
  public static final String PATH = "/files/";

  private static final int LABEL = 16;
  private static final String CACHED = "private, max-age=300";

  private final S3Presigner presigner;
  private final @Nullable S3Presigner direct;
  private final StorageSettings settings;

  /**
   * Creates links.
   *
   * @param presigner for the address of S3 as seen by this process
   * @param direct for the address of S3 as seen by clients, if they reach it
   */
  Links(S3Presigner presigner, @Nullable S3Presigner direct, StorageSettings settings) {
    this.presigner = presigner;
    this.direct = direct;
    this.settings = settings;
  }

  /**
   * A link to an object through this service.
   *
   * @param contentType the Content-Type of the answer
   * @param disposition the Content-Disposition of the answer
   * @param user the user for whom the downloads count, independent of the holder of the link
   * @return path and query
   */
  public URI through(String key, String contentType, String disposition, String user) {
    URI signed = sign(presigner, request(key, contentType, disposition, user));
    return URI.create(PATH + key + "?" + signed.getRawQuery());
  }

  /** A link straight to S3 if clients reach it, otherwise through this service. */
  public URI straight(String key, String contentType, String disposition, String user) {
    return direct == null
        ? through(key, contentType, disposition, user)
        : sign(direct, request(key, contentType, disposition, user));
  }

  /**
   * The address in S3 to which a link through this service leads.
   *
   * @param query of the link, unchanged; S3 refuses unsigned parameters
   */
  public URI target(String key, String query) {
    String endpoint = settings.endpoint().toString().replaceAll("/+$", "");
    return URI.create(endpoint + "/" + settings.bucket() + "/" + key + "?" + query);
  }

  /** Hides the user's id from holders of a link. */
  private static String label(String user) {
    byte[] hash = sha256().digest(user.getBytes(StandardCharsets.UTF_8));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(hash).substring(0, LABEL);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // each Java has it
    }
  }

  private GetObjectRequest request(
      String key, String contentType, String disposition, String user) {
    return GetObjectRequest.builder()
        .bucket(settings.bucket())
        .key(key)
        .responseContentType(contentType)
        .responseContentDisposition(disposition)
        .responseCacheControl(CACHED)
        .overrideConfiguration(
            call -> call.putRawQueryParameter(FileHeaders.LINK_USER, label(user)))
        .build();
  }

  private URI sign(S3Presigner with, GetObjectRequest request) {
    return URI.create(
        with.presignGetObject(
                link ->
                    link.signatureDuration(StorageSettings.LINK_LIFETIME).getObjectRequest(request))
            .url()
            .toString());
  }

  @Override
  public void close() {
    presigner.close();
    if (direct != null) {
      direct.close();
    }
  }
}
