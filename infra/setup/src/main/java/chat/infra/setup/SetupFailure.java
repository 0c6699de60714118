package chat.infra.setup;

/** Why the setup can't be done, in one line for whoever runs it. */
final class SetupFailure extends RuntimeException {

  SetupFailure(String message) {
    super(message);
  }

  SetupFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
