package chat.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import chat.contract.Author;
import chat.gateway.history.History;
import chat.gateway.history.HistorySettings;
import chat.gateway.log.Deadlines;
import chat.gateway.log.EventIds;
import chat.gateway.log.LogReader;
import chat.gateway.log.LogSettings;
import chat.gateway.log.LoggedEvent;
import chat.gateway.log.PartitionLog;
import chat.gateway.log.RoomLog;
import chat.gateway.message.MessageChanges;
import chat.gateway.message.Messages;
import chat.gateway.room.Joins;
import chat.gateway.room.MissedFrames;
import chat.gateway.room.RoomAccess;
import chat.simulation.SteppedFeed.StartFault;
import chat.sockets.budget.ClientMemory;
import chat.sockets.fanout.Connection;
import chat.sockets.fanout.FanOutSettings;
import chat.sockets.fanout.Frame;
import chat.sockets.fanout.Hub;
import chat.sockets.fanout.Joined;
import chat.sockets.fanout.Outlet;
import chat.sockets.fanout.Resume;
import chat.writer.room.InMemoryRoomTables;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/** A gateway from its start to its end, with stand-ins for sockets, Kafka and Cassandra. */
final class SimulatedGateway {

  /** More bytes than any client leaves unread. */
  private static final long ENOUGH = 128 << 20;

  private static final Duration LOOK_BACK = Duration.ofSeconds(2);

  private final Host host;
  private final World world;
  private final Hub hub;
  private final SteppedFeed feed;
  private final History history;
  private final Messages messages;
  private final Joins joins;
  private final MessageChanges changes;
  private final SteppedRooms rooms;

  SimulatedGateway(Host host, World world, Shape shape, InMemoryRoomTables rows) {
    this.host = host;
    this.rooms = new SteppedRooms(world.fault());
    this.world = world;
    this.hub =
        new Hub(
            shape.shards(),
            fanOutSettings(shape),
            new ClientMemory(ENOUGH),
            world.time(),
            new SimpleMeterRegistry());
    this.feed =
        new SteppedFeed(
            world.log().epoch(),
            world.log(),
            rooms.sink(hub),
            shape.tailRecords(),
            task -> world.network().later(host, "log reached", task),
            startFault(world.fault()));
    Deadlines deadlines = world.time().of(host);
    AskedPositions positions =
        new AskedPositions(
            () -> world.network().call(host, "ends", world.log()::ends),
            () -> world.network().call(host, "watermarks", world.log()::committed));
    SimulatedTables tables = SimulatedTables.read(rows, world.network(), host, world.fault());
    this.history =
        Histories.over(
            feed::logOf,
            positions,
            reader(),
            tables,
            new HistorySettings(Duration.ofSeconds(1), shape.maxMissed()),
            world.time(),
            deadlines);
    RoomLog roomLog =
        feed.roomLog(
            new SimulatedProducer(host, world.log(), world.network(), world.dice()),
            logSettings(shape),
            deadlines);
    EventIds ids = world.dice().eventIds();
    RoomAccess access =
        rooms.access(
            feed::logOf, positions, history, tables::events, roomLog, ids, world.time(), deadlines);
    this.messages =
        SimulatedMessages.over(
            feed::logOf,
            roomLog,
            access,
            history,
            positions,
            tables,
            LOOK_BACK,
            world.limits(),
            ids,
            world.time(),
            deadlines);
    this.changes =
        SimulatedMessages.changes(roomLog, access, history, world.limits(), ids, world.time());
    this.joins = rooms.joins(history, access);
  }

  Host host() {
    return host;
  }

  History history() {
    return history;
  }

  SteppedFeed feed() {
    return feed;
  }

  boolean isReady() {
    return host.isRunning() && feed.isReady();
  }

  Session open(String user, Outlet outlet) {
    return new Session(user, hub.open(outlet), this, messages);
  }

  MessageChanges changes() {
    return changes;
  }

  SteppedRooms rooms() {
    return rooms;
  }

  void stepShards() {
    for (int i = 0; i < hub.shardCount(); i++) {
      hub.step(i);
    }
  }

  void stepShard() {
    hub.step(world.dice().below(hub.shardCount()));
  }

  CompletionStage<Void> join(
      Connection connection,
      String user,
      String room,
      @Nullable Long after,
      Function<Joined, Frame> answer) {
    return after != null && world.fault() == Fault.SUBSCRIBE_AFTER_READ
        ? joinTooLate(connection, user, room, after, answer)
        : joins.join(connection, new Author(user, user), room, after, answer);
  }

  private CompletionStage<Void> joinTooLate(
      Connection connection, String user, String room, long after, Function<Joined, Frame> answer) {
    return history
        .grounded(room)
        .thenCompose(
            log -> {
              long[] last = new long[1];
              boolean grounded =
                  log.log()
                      .subscribe(
                          room,
                          listening -> {
                            last[0] = listening.lastSeq();
                            listening.end();
                          });
              return grounded
                  ? history.missed(log, room, after, last[0])
                  : CompletableFuture.failedFuture(new IllegalStateException("let go"));
            })
        .thenAccept(
            missed ->
                feed.logOf(room)
                    .subscribe(
                        room,
                        listening ->
                            connection.join(
                                user,
                                room,
                                listening,
                                new Resume(
                                    after,
                                    CompletableFuture.completedFuture(
                                        missed.map(some -> new MissedFrames(some, user)))),
                                answer)));
  }

  /** Events in neither memory nor tables are read from the log itself. */
  private LogReader reader() {
    return (log, room, from, to) ->
        world.network().call(host, "read log", () -> range(log, room, from, to));
  }

  private List<LoggedEvent> range(PartitionLog log, String room, long from, long to) {
    List<LoggedEvent> events = new ArrayList<>();
    long prev = LogReader.UNKNOWN;
    for (Truth.Fact fact :
        world
            .log()
            .truth()
            .facts(room)
            .subMap(log.epoch().seq(from), log.epoch().seq(to))
            .values()) {
      events.add(
          new LoggedEvent(room, fact.type(), fact.seq(), prev, fact.value().getBytes(UTF_8)));
      prev = fact.seq();
    }
    return events;
  }

  private static StartFault startFault(Fault fault) {
    return switch (fault) {
      case COLD_WINDOW -> StartFault.COLD_WINDOW;
      case TAIL_OFF_BY_ONE -> StartFault.TAIL_OFF_BY_ONE;
      default -> StartFault.NONE;
    };
  }

  private static FanOutSettings fanOutSettings(Shape shape) {
    return new FanOutSettings(
        DataSize.ofBytes(shape.outboundBytes()),
        1000,
        4,
        Duration.ofMillis(20),
        1 << 20,
        Duration.ofSeconds(25),
        Duration.ofSeconds(10));
  }

  private static LogSettings logSettings(Shape shape) {
    return new LogSettings(
        Duration.ofSeconds(15),
        100,
        shape.tailRecords(),
        DataSize.ofMegabytes(64),
        200_000,
        Duration.ofSeconds(2),
        2,
        64,
        Duration.ofMillis(500),
        Duration.ofSeconds(2),
        false);
  }
}
