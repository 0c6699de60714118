package chat.gateway.files;

import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpStatus;

/** An answer of the upload service that the client gets only if it may read a room. */
final class HeldAnswer {

  /** A description of a file takes 1 KB. */
  private static final int LONGEST = 64 * 1024;

  private final Question question;
  private final int status;
  private final HttpFields headers;
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();

  private HeldAnswer(Question question, int status, HttpFields headers) {
    this.question = question;
    this.status = status;
    this.headers = headers;
  }

  /** Holds an answer that asks something, from its headers on. */
  static Optional<HeldAnswer> of(Response answer) {
    HttpFields headers = answer.getHeaders();
    return Question.of(headers).map(asked -> new HeldAnswer(asked, answer.getStatus(), headers));
  }

  /** Keeps a piece of the body. */
  void add(byte[] bytes) {
    if (body.size() + bytes.length > LONGEST) {
      throw Refusal.until(ProblemCode.UNAVAILABLE, "The answer is too long", Duration.ofSeconds(1));
    }
    body.writeBytes(bytes);
  }

  Question question() {
    return question;
  }

  /** Whether a file came in; else a file is asked for. */
  boolean isOfUpload() {
    return status == HttpStatus.CREATED_201;
  }

  /** The room that a file came in for. */
  String room() {
    return question.rooms().get(0);
  }

  /** Where the file is that came in. */
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
