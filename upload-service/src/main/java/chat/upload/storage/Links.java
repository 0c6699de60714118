package chat.upload.storage;

import chat.contract.FileHeaders;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * Links to objects, good for a short time for whoever has one. S3 signs and verifies them; most
 * lead through this service, which sees to what S3 can't: headers that keep a browser from taking a
 * file for a page. Threads may share it.
 */
public final class Links implements AutoCloseable {

  /** Where links that lead through this service begin. */
  public static final String PATH = "/files/";

  private static final int LABEL = 16;
  private static final String CACHED = "private, max-age=300";

  private final S3Presigner presigner;
  private final @Nullable S3Presigner direct;
  private final StorageSettings settings;

  /**
   * Makes links.
   *
   * @param presigner for the service as this process reaches it
   * @param direct the same as clients reach it, if they do
   */
  Links(S3Presigner presigner, @Nullable S3Presigner direct, StorageSettings settings) {
    this.presigner = presigner;
    this.direct = direct;
    this.settings = settings;
  }

  /**
   * A link to an object that leads through this service.
   *
   * @param contentType what the answer says as Content-Type
   * @param disposition what it says as Content-Disposition
   * @param user for whom the link is: what is fetched by it counts for them, whoever has it
   * @return path and query
   */
  public URI through(String key, String contentType, String disposition, String user) {
    URI signed = sign(presigner, request(key, contentType, disposition, user));
    return URI.create(PATH + key + "?" + signed.getRawQuery());
  }

  /** A link that leads straight to S3 where clients reach that, else through this service. */
  public URI straight(String key, String contentType, String disposition, String user) {
    return direct == null
        ? through(key, contentType, disposition, user)
        : sign(direct, request(key, contentType, disposition, user));
  }

  /**
   * Where a link that leads through this service leads in the end.
   *
   * @param query of the link, as it came; what is not signed in it is refused by S3
   */
  public URI target(String key, String query) {
    String endpoint = settings.endpoint().toString().replaceAll("/+$", "");
    return URI.create(endpoint + "/" + settings.bucket() + "/" + key + "?" + query);
  }

  /** Names the user in a way that who is given a link can't read. */
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
