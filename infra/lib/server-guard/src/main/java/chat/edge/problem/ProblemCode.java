package chat.edge.problem;

import java.util.Locale;

/** The reason for a refusal: a stable word of the protocol, with its HTTP status. */
public enum ProblemCode {
  INVALID_REQUEST(400, "The request is not valid"),
  UNAUTHENTICATED(401, "Not signed in"),
  FORBIDDEN(403, "Not allowed"),
  NOT_FOUND(404, "Not found"),
  METHOD_NOT_ALLOWED(405, "Not possible here"),
  NOT_ACCEPTABLE(406, "Not to be had in that form"),
  CONFLICT(409, "Conflicts with what is there"),
  TOO_LARGE(413, "Too large"),
  UNSUPPORTED_TYPE(415, "Not of a supported type"),
  RATE_LIMITED(429, "Too many requests"),
  INTERNAL(500, "Something went wrong here"),
  UNAVAILABLE(503, "Not available at present");

  private final int status;
  private final String title;
  private final String word;

  ProblemCode(int status, String title) {
    this.status = status;
    this.title = title;
    this.word = name().toLowerCase(Locale.ROOT);
  }

  /**
   * The code for an HTTP status. A status without a code of its own maps to {@code INVALID_REQUEST}
   * below 500 and for 505 (unsupported HTTP version), to {@code INTERNAL} otherwise.
   */
  public static ProblemCode ofStatus(int status) {
    for (ProblemCode code : values()) {
      if (code.status == status) {
        return code;
      }
    }
    return status < 500 || status == 505 ? INVALID_REQUEST : INTERNAL;
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** A short text for people. */
  public String title() {
    return title;
  }

  /** The code as it is sent to clients. */
  public String word() {
    return word;
  }
}
