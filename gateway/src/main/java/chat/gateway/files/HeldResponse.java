package chat.gateway.files;

import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpStatus;

/** A response of the upload service that the client gets only if it may read a room. */
final class HeldResponse {

  /** Maximum length; a file's metadata takes 1 KB. */
  private static final int LONGEST = 64 * 1024;

  private final AccessCheck question;
  private final int status;
  private final HttpFields headers;
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();

  private HeldResponse(AccessCheck question, int status, HttpFields headers) {
    this.question = question;
    this.status = status;
    this.headers = headers;
  }

  /** Holds back a response whose headers demand a check. */
  static Optional<HeldResponse> of(Response answer) {
    HttpFields headers = answer.getHeaders();
    return AccessCheck.of(headers)
        .map(asked -> new HeldResponse(asked, answer.getStatus(), headers));
  }

  /** Appends a chunk of the body. */
  void add(byte[] bytes) {
    if (body.size() + bytes.length > LONGEST) {
      throw Refusal.until(ProblemCode.UNAVAILABLE, "The answer is too long", Duration.ofSeconds(1));
    }
    body.writeBytes(bytes);
  }

  AccessCheck question() {
    return question;
  }

  /** Whether a file was uploaded; else a file is requested. */
  boolean isOfUpload() {
    return status == HttpStatus.CREATED_201;
  }

  /** The room that the file was uploaded to. */
  String room() {
    return question.rooms().get(0);
  }

  /** The location of the uploaded file. */
  String location() {
    return String.valueOf(headers.get("Location"));
  }

  int status() {
    return status;
  }

  HttpFields headers() {
    return headers;
  }

  byte[] body() {
    return body.toByteArray();
  }
}
