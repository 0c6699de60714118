package chat.infra.setup;

/** The reason why the setup failed, in one line for its user. */
final class SetupFailure extends RuntimeException {

  SetupFailure(String message) {
    super(message);
  }

  SetupFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
