package chat.gateway.presence;

import chat.contract.Author;
import chat.contract.RecordHeaders;
import chat.contract.SessionEvent;
import chat.contract.SessionEventCodec;
import chat.contract.Topic;
import chat.gateway.broadcast.Connection;
import chat.guard.Vital;
import chat.tracing.Stretch;
import chat.tracing.Tracing;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Sends the trackers the events of this gateway's sessions, on a thread of its own. After a
 * possibly lost record it reports so, and all sessions have to be announced again under another
 * lease.
 */
public final class SessionLog implements SmartLifecycle, Vital {

  private static final Logger LOG = LoggerFactory.getLogger(SessionLog.class);
  private static final long STOP_SECONDS = 5;

  private final SessionJournal journal;
  private final Producer<String, byte[]> producer;
  private final PresenceSettings settings;
  private final Tracing tracing;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "session-log");
            thread.setDaemon(true);
            return thread;
          });
  private volatile @Nullable Future<?> telling;
  private volatile boolean uncertain;
  private volatile boolean running;

  SessionLog(
      SessionJournal journal,
      Producer<String, byte[]> producer,
      PresenceSettings settings,
      Tracing tracing) {
    this.journal = journal;
    this.producer = producer;
    this.settings = settings;
    this.tracing = tracing;
  }

  /** Opens a session for a user's connection; it ends with the connection. */
  public TrackedSession open(Connection connection, Author user) {
    TrackedSession session = new TrackedSession(connection.session(), user, journal);
    journal.opened(session);
    connection.attend(session);
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
  public void start() {
    running = true;
    long interval = Math.max(1, settings.gather().toMillis() / 2);
    telling =
        timer.scheduleWithFixedDelay(
            () -> tell(journal.due()), interval, interval, TimeUnit.MILLISECONDS);
  }

  @Override
  public void stop() {
    running = false;
    timer.execute(() -> tell(journal.rest()));
    timer.shutdown();
    try {
      if (!timer.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn(
            "the ends of the last sessions were not sent, the lease's end will stand for them");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** Stops after the connections, whose ends it sends. */
  @Override
  public int getPhase() {
    return SmartLifecycle.DEFAULT_PHASE - 3;
  }

  /** The executor drops a repeated task that throws. */
  @Override
  public Stream<String> ended() {
    Future<?> present = telling;
    return present != null && present.isDone() ? Stream.of("session-log") : Stream.empty();
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
    header(record, RecordHeaders.ID, UUID.randomUUID().toString());
    header(record, RecordHeaders.TYPE, event.kind().word());
    Stretch send = tracing.write("send " + Topic.SESSIONS);
    var unused = send.within(() -> producer.send(record, (place, error) -> sent(send, error)));
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

  private static void header(ProducerRecord<?, ?> record, String name, String value) {
    record.headers().add(new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8)));
  }
}
