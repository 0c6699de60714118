package chat.gateway.log;

import chat.contract.event.Message;
import chat.contract.log.Condition;
import chat.contract.log.ErasedUsers;
import chat.contract.log.Identity;
import chat.epochs.LogEpochs;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.springframework.util.unit.DataSize;

/** The part of a gateway that follows a real log. */
final class RunningFeed implements AutoCloseable {

  static final LogSettings SETTINGS = settings(false);

  static final Condition IN_ANY_CASE = new Condition(0, List.of(), List.of());

  final List<LoggedEvent> delivered = new CopyOnWriteArrayList<>();
  final AtomicInteger resets = new AtomicInteger();
  final Appends appends = new Appends();
  final LogWatch watch;
  final RoomFeed feed;
  final RoomLog roomLog;

  RunningFeed(RealLog log) throws Throwable {
    this(log, log.consumers, log.epochs);
  }

  RunningFeed(RealLog log, FeedConsumers consumers, LogEpochs epochs) throws Throwable {
    this(log, consumers, epochs, SETTINGS);
  }

  RunningFeed(RealLog log, FeedConsumers consumers, LogEpochs epochs, LogSettings settings)
      throws Throwable {
    watch = new LogWatch(log.admin, appends, settings);
    EventSink sink =
        new EventSink() {
          @Override
          public void deliver(LoggedEvent event) {
            delivered.add(event);
          }

          @Override
          public void observe(LoggedEvent event) {}

          @Override
          public void flush() {}

          @Override
          public void reset() {
            resets.incrementAndGet();
          }
        };
    feed =
        new RoomFeed(
            consumers::open,
            log.producer,
            epochs,
            new PartitionOffsets(log.admin),
            appends,
            sink,
            watch,
            new ErasedUsers(),
            Map::of,
            settings);
    roomLog =
        new RoomLog(new BatchedSends(log.producer), feed, appends, settings, Deadlines.SYSTEM);
    watch.start();
    feed.start();
    RealLog.eventually(this::requireReady);
  }

  static LogSettings settings(boolean binaryHeaders) {
    return settings(Duration.ofSeconds(2), binaryHeaders);
  }

  static LogSettings settings(Duration downAfter, boolean binaryHeaders) {
    return new LogSettings(
        Duration.ofSeconds(15),
        1000,
        16_384,
        DataSize.ofMegabytes(16),
        50,
        Duration.ofSeconds(10),
        2,
        64,
        Duration.ofMillis(500),
        downAfter,
        binaryHeaders);
  }

  /** Appends as {@code Messages} does, and retries with the same id as clients do. */
  Appended append(Message message) {
    Identity identity = RealLog.identity(message.room(), message.id());
    while (true) {
      try {
        long known = feed.logOf(message.room()).find(identity);
        return known > 0
            ? Appended.asDuplicate(known)
            : roomLog.append(message, identity, IN_ANY_CASE).join();
      } catch (RuntimeException unavailable) {
        LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
      }
    }
  }

  /** All events of a room in the tail. */
  List<LoggedEvent> eventsOf(String room) {
    return feed.logOf(room).slice(room, 0, Long.MAX_VALUE, EventKind.ANY, 1000).events();
  }

  private void requireReady() {
    if (!feed.isReady()) {
      throw new AssertionError("the feed is not ready");
    }
  }

  @Override
  public void close() {
    feed.stop();
    watch.stop();
  }
}
