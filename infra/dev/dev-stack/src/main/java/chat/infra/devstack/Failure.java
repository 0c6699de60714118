package chat.infra.devstack;

import java.util.List;

/**
 * The failure of a command: one line for its user and, where there is more to see, detail lines.
 */
final class Failure extends RuntimeException {
  private final transient List<String> details;

  Failure(String message) {
    this(message, List.of());
  }

  Failure(String message, List<String> details) {
    super(message);
    this.details = List.copyOf(details);
  }

  /** Lines of a log that show the reason; often none. */
  List<String> details() {
    return details;
  }
}
