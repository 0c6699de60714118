package chat.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.List;

/** The dialect of our own gateways, for sockets that have an inbox and join no room. */
final class InboxDialect extends ChatDialect {

  private static final byte[] ACTIVITY = "{\"type\":\"activity\"".getBytes(US_ASCII);
  private static final byte[] INBOX = "{\"type\":\"inbox\"".getBytes(US_ASCII);

  private final int page;

  /**
   * Creates a dialect.
   *
   * @param page number of rooms that a joining socket lists
   */
  InboxDialect(List<String> tokens, int page) {
    super(tokens);
    this.page = page;
  }

  @Override
  String wish(LoadSocket socket) {
    return ",\"inbox\":{\"limit\":" + page + "}";
  }

  /** The inbox is asked for once; a bench of inboxes counts the sockets that did not get one. */
  @Override
  public void again(LoadSocket socket) {}

  @Override
  public Kind receive(LoadSocket socket, ByteBuffer buffer, int start, int end) {
    return kind(socket, buffer, start, end, ACTIVITY, INBOX);
  }
}
