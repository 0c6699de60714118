package chat.gateway.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.contract.Author;
import chat.contract.event.Read;
import chat.gateway.log.LoggedEvent;
import chat.gateway.room.EventObserver;
import chat.gateway.room.LoggedRooms;
import chat.gateway.session.TestHub;
import chat.sockets.budget.ClientMemory;
import chat.sockets.fanout.Connection;
import chat.sockets.fanout.FanOutSettings;
import chat.sockets.fanout.Frame;
import chat.sockets.fanout.Hub;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Inboxes over rooms in a log, whose steps and clock a test runs. */
final class InboxTrial implements EventObserver {

  static final Author ANN = new Author("ann", "ann");
  static final Author BOB = new Author("bob", "bob");

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private long now = 1_000_000;
  final Hub hub =
      new Hub(
          1,
          new FanOutSettings(0, Duration.ofHours(1)),
          new ClientMemory(128 << 20),
          () -> Instant.ofEpochMilli(now),
          new SimpleMeterRegistry());
  final LoggedRooms log = new LoggedRooms(this, hub);
  final RoomLists lists =
      new RoomLists(log.rooms, log.memberships, log.activity, log.reading, log.history);
  final InboxMemory memory;
  final InboxLoop loop;
  final Inboxes inboxes;

  /** How often the inboxes read a list or a room. */
  int reads;

  /** How often the inboxes flushed the hub. */
  int flushes;

  InboxTrial() {
    this(1 << 20, 10_000, 1 << 20);
  }

  /**
   * Small inboxes.
   *
   * @param memory bytes for all inboxes
   * @param capacity maximum number of waiting tasks
   * @param maxBytes maximum number of bytes of waiting tasks
   */
  InboxTrial(long memory, int capacity, long maxBytes) {
    this.memory = new InboxMemory(memory);
    this.loop = new InboxLoop(capacity, maxBytes, () -> Instant.ofEpochMilli(now), () -> flushes++);
    this.inboxes = new Inboxes(new InboxSource(this::read, () -> log.rooms), this.memory, loop);
  }

  @Override
  public void observe(LoggedEvent event) {
    inboxes.observe(event);
  }

  @Override
  public void reset() {
    inboxes.reset();
  }

  /** A connection that has asked for its user's inbox. */
  final class Client {
    final TestHub.Recording socket = new TestHub.Recording();
    final Connection connection = hub.open(socket);
    final Author user;

    Client(Author user) {
      this.user = user;
    }

    JsonNode inbox() {
      CompletableFuture<Void> listed = list(100, null);
      settle(listed::isDone);
      listed.join();
      List<JsonNode> frames = take();
      assertThat(frames).hasSize(1);
      return frames.get(0);
    }

    CompletableFuture<Void> list(int limit, @Nullable String cursor) {
      return inboxes.list(
          connection, user.id(), limit, cursor, page -> Frame.answer("inbox", null, page));
    }

    /** The frames that came since the last call. */
    List<JsonNode> take() {
      step();
      List<JsonNode> frames = new ArrayList<>();
      socket.take().forEach(text -> frames.add(JSON.readTree(text)));
      return frames;
    }

    /** The one frame that came. */
    JsonNode one() {
      List<JsonNode> frames = take();
      assertThat(frames).as(frames.toString()).hasSize(1);
      return frames.get(0);
    }
  }

  private RoomLists read() {
    reads++;
    return lists;
  }

  /** A user reads on some device. */
  void read(Author user, String room, long seq) {
    log.move(user.id(), room, seq).join();
    inboxes.moved(new Read(room, user, seq));
  }

  void wait(Duration time) {
    now += time.toMillis();
  }

  /** Runs steps until something is so: lists are sorted by another thread. */
  void settle(BooleanSupplier over) {
    await()
        .until(
            () -> {
              step();
              return over.getAsBoolean();
            });
  }

  /** Look-ups end at once and come back as tasks. */
  void step() {
    for (int i = 0; i < 4; i++) {
      loop.step();
      hub.step(0);
    }
  }
}
