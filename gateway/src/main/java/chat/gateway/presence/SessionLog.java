package chat.gateway.presence;

import chat.contract.Author;
import chat.contract.log.RecordHeaders;
import chat.contract.log.Topic;
import chat.contract.presence.SessionEvent;
import chat.contract.presence.SessionEventCodec;
import chat.edge.guard.Loop;
import chat.sockets.fanout.Connection;
import chat.tracing.Stretch;
import chat.tracing.Tracing;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the trackers the events of this gateway's sessions, on a thread of its own. When a record
 * may be lost, {@link #isUncertain} tells to announce all sessions under another lease.
 */
public final class SessionLog extends Loop {

  private static final Logger LOG = LoggerFactory.getLogger(SessionLog.class);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);

  private final SessionJournal journal;
  private final Producer<String, byte[]> producer;
  private final PresenceSettings settings;
  private final Tracing tracing;
  private volatile boolean uncertain;
  private volatile boolean finished;

  SessionLog(
      SessionJournal journal,
      Producer<String, byte[]> producer,
      PresenceSettings settings,
      Tracing tracing) {
    super("session-log", STOP_TIMEOUT);
    this.journal = journal;
    this.producer = producer;
    this.settings = settings;
    this.tracing = tracing;
  }

  /** Opens a session for a user's connection; it ends with the connection. */
  public TrackedSession open(Connection connection, Author user) {
    TrackedSession session = new TrackedSession(connection.session(), user, journal);
    journal.opened(session);
    connection.observe(session);
    connection.whenEnded(session::closed);
    return session;
  }

  /** Whether the trackers may have missed a record. */
  boolean isUncertain() {
    return uncertain;
  }

  /** Announces all sessions under another lease. */
  void announce(String lease) {
    uncertain = false;
    journal.announce(lease);
  }

  @Override
  protected Duration round() {
    tell(journal.announcements());
    tellAll(journal::due);
    return Duration.ofMillis(Math.max(1, settings.gather().toMillis() / 2));
  }

  @Override
  protected void finish() {
    tellAll(journal::rest);
    finished = true;
  }

  @Override
  public void stop() {
    super.stop();
    if (!finished) {
      LOG.warn("the ends of the last sessions were not sent, the lease's end will stand for them");
    }
  }

  /** Stops after the connections, whose ends it sends. */
  @Override
  public int getPhase() {
    return DEFAULT_PHASE - 3;
  }

  private void tellAll(Supplier<List<SessionEvent>> steps) {
    for (List<SessionEvent> events = steps.get(); !events.isEmpty(); events = steps.get()) {
      tell(events);
    }
  }

  private void tell(List<SessionEvent> events) {
    try {
      events.forEach(this::send);
    } catch (RuntimeException e) {
      lost(e);
    }
  }

  private void send(SessionEvent event) {
    ProducerRecord<String, byte[]> record =
        new ProducerRecord<>(Topic.SESSIONS, event.user().id(), SessionEventCodec.encode(event));
    RecordHeaders.write(record.headers()::add, UUID.randomUUID().toString(), event.kind().word());
    Stretch send = tracing.write("send " + Topic.SESSIONS);
    var unused = send.within(() -> producer.send(record, (metadata, error) -> sent(send, error)));
  }

  private void sent(Stretch send, @Nullable Exception error) {
    if (error != null) {
      send.fail(error.toString());
      lost(error);
    }
    send.end();
  }

  private void lost(Exception cause) {
    if (!uncertain) {
      uncertain = true;
      LOG.warn("the trackers may have missed an event of a session: {}", cause.toString());
    }
  }
}
