package chat.gateway.operator;

import chat.contract.log.ErasedUsers;
import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import chat.gateway.history.StoredRows;
import chat.gateway.log.LogPositions;
import chat.gateway.log.LogScan;
import chat.gateway.log.LoggedEvent;
import chat.gateway.log.PartitionLog;
import chat.gateway.log.RoomFeed;
import chat.gateway.operator.TablesCheck.Difference;
import chat.gateway.operator.TablesCheck.Kind;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One check of the tables against the log, as far as the log reaches back and up to the writers'
 * watermarks. Runs on a thread of its own; other threads read its state.
 */
final class TablesRun {

  private static final Logger LOG = LoggerFactory.getLogger(TablesRun.class);
  private static final int NAMED = 100;
  private static final Duration WATERMARK = Duration.ofSeconds(10);

  private final Wanted wanted;
  private final Sources sources;
  private final TablesCheck check;
  private final List<PartitionLog> partitions;
  private final long startedAt;
  private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);
  private final List<Named> named = new ArrayList<>();
  private int partitionsDone;
  private long events;
  private String state = "running";
  private @Nullable String error;
  private long endedAt;
  private volatile boolean stopped;

  /**
   * What is checked.
   *
   * @param id of the run
   * @param room the only room; empty for all
   * @param from the first time, in milliseconds; 0 for the beginning of the log
   * @param to the end of the times, exclusive; {@link Long#MAX_VALUE} for none
   * @param rate most events a second
   */
  record Wanted(String id, String room, long from, long to, int rate) {}

  /** What is compared. */
  record Sources(
      RoomFeed feed,
      LogPositions positions,
      LogScan scan,
      StoredRows rows,
      ErasedUsers erased,
      InstantSource clock) {}

  /** A difference, for people. */
  record Named(String kind, String room, long seq) {}

  /**
   * The state of a run.
   *
   * @param state {@code running}, {@code done}, {@code stopped} or {@code failed}
   * @param events the number of events that were compared
   * @param differences the number of each kind; empty if there is none
   * @param named the first of them
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record State(
      String id,
      String state,
      int partitions,
      int partitionsDone,
      long events,
      Map<String, Long> differences,
      List<Named> named,
      long startedAt,
      @Nullable Long endedAt,
      @Nullable String error) {}

  /**
   * Makes a run of the partitions that the log has now.
   *
   * @throws Refusal {@code unavailable} while the gateway does not know all of them
   */
  TablesRun(Wanted wanted, Sources sources) {
    this.wanted = wanted;
    this.sources = sources;
    this.check = new TablesCheck(sources.rows(), sources.erased());
    this.partitions =
        wanted.room().isEmpty()
            ? complete(sources.feed().partitionLogs(), sources.feed().partitions())
            : List.of(sources.feed().logOf(wanted.room()));
    this.startedAt = sources.clock().millis();
  }

  /** All partitions of the log. */
  static List<PartitionLog> complete(List<PartitionLog> known, int partitions) {
    if (known.isEmpty() || known.size() != partitions) {
      throw Refusal.until(
          ProblemCode.UNAVAILABLE,
          "This gateway knows %d partitions (expected: %d)".formatted(known.size(), partitions),
          Duration.ofSeconds(1));
    }
    return known;
  }

  synchronized State state() {
    Map<String, Long> differences = new TreeMap<>();
    counts.forEach((kind, count) -> differences.put(word(kind), count));
    return new State(
        wanted.id(),
        state,
        partitions.size(),
        partitionsDone,
        events,
        differences,
        List.copyOf(named),
        startedAt,
        endedAt == 0 ? null : endedAt,
        error);
  }

  synchronized boolean isRunning() {
    return state.equals("running");
  }

  void stop() {
    stopped = true;
  }

  /** Checks everything; never throws. */
  void run() {
    try {
      for (PartitionLog log : partitions) {
        if (!check(log)) {
          end("stopped", null);
          return;
        }
      }
      end("done", null);
    } catch (InterruptedException e) {
      end("stopped", null);
    } catch (Exception e) {
      LOG.warn("the check of the tables failed", e);
      end("failed", e.toString());
    }
  }

  private boolean check(PartitionLog log) throws Exception {
    check.begin();
    long end = sources.positions().watermark(log).get(WATERMARK.toMillis(), TimeUnit.MILLISECONDS);
    boolean whole =
        sources.scan().read(log, wanted.from(), wanted.to(), end, batch -> handle(batch));
    synchronized (this) {
      partitionsDone++;
    }
    return whole;
  }

  private boolean handle(List<LoggedEvent> batch) throws InterruptedException {
    long begun = System.nanoTime();
    List<LoggedEvent> some =
        wanted.room().isEmpty()
            ? batch
            : batch.stream().filter(event -> event.room().equals(wanted.room())).toList();
    List<Difference> found = check.check(some);
    synchronized (this) {
      events += some.size();
      for (Difference each : found) {
        counts.merge(each.kind(), 1L, Long::sum);
        if (named.size() < NAMED) {
          named.add(new Named(word(each.kind()), each.room(), each.seq()));
        }
      }
    }
    long least = TimeUnit.SECONDS.toNanos(1) * some.size() / wanted.rate();
    TimeUnit.NANOSECONDS.sleep(Math.max(0, least - (System.nanoTime() - begun)));
    return !stopped;
  }

  private synchronized void end(String how, @Nullable String why) {
    state = how;
    error = why;
    endedAt = sources.clock().millis();
    LOG.info(
        "check of the tables {} {} events={} differences={}", wanted.id(), how, events, counts);
  }

  private static String word(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
