package chat.gateway.security;

/**
 * The requests whose bodies are read as they come, with limits of their own: uploads, polls and
 * imports. All other bodies are short, and are read whole before a request gets a thread.
 */
final class StreamedBodies {

  private static final String FILES = "/api/files/";
  private static final String POLLS = "/socket.io";
  private static final String IMPORT = "/api/server/import";

  private StreamedBodies() {}

  /** Whether the body of a request to a path is one of them. */
  static boolean isAt(String path) {
    return path.startsWith(FILES)
        || path.equals(POLLS)
        || path.startsWith(POLLS + "/")
        || path.equals(IMPORT);
  }
}
