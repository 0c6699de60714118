package chat.sockets.fanout;

import org.jspecify.annotations.Nullable;

/** Whose a connection is, since when, and why it ends. */
final class ConnectionLife {

  private final String session;
  private final long openedAt;
  private volatile String owner = "";
  private @Nullable CloseReason reason;

  ConnectionLife(String session, long openedAt) {
    this.session = session;
    this.openedAt = openedAt;
  }

  String session() {
    return session;
  }

  /** Any thread may call this and {@link #owner}; the shard's thread calls the rest. */
  void belongsTo(String user) {
    owner = user;
  }

  /** The id of the user; empty before the connection is authenticated. */
  String owner() {
    return owner;
  }

  /** This gateway closes the connection; the first reason counts. */
  void closes(CloseReason why) {
    reason = reason == null ? why : reason;
  }

  /** What is known of a connection that is open. */
  ConnectionFacts facts(int rooms, Outbox outbox) {
    return facts(rooms, outbox, 0, "");
  }

  /** What is known of a connection that ends now. */
  ConnectionFacts ends(int rooms, Outbox outbox, long now) {
    return facts(rooms, outbox, now, reason == null ? ConnectionFacts.GONE : reason.text());
  }

  private ConnectionFacts facts(int rooms, Outbox outbox, long endedAt, String end) {
    return new ConnectionFacts(
        session,
        owner,
        openedAt,
        rooms,
        outbox.waitingBytes(),
        outbox.writingSince(),
        endedAt,
        end,
        endedAt == 0 || reason == null ? 0 : reason.code());
  }
}
