package chat.sockets.fanout;

import chat.sockets.budget.ClientMemory;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.springframework.context.SmartLifecycle;

/**
 * Fans events out to all connections of this gateway, which are divided among shards with a thread
 * each.
 */
public final class Hub implements SmartLifecycle {

  private final List<Shard> shards;
  private final FanOutSettings settings;
  private final InstantSource clock;
  private final InstantSource dayTime;
  private final FanOutMeter meter;
  private final Replays replays;
  private final Thread replaying;
  private final AtomicInteger opened = new AtomicInteger();
  private volatile boolean running;

  /** A hub without connections, with one clock for durations and for the times of appends. */
  public Hub(
      int shards,
      FanOutSettings settings,
      ClientMemory memory,
      InstantSource clock,
      MeterRegistry registry) {
    this(shards, settings, memory, clock, clock, registry);
  }

  /**
   * A hub without connections.
   *
   * @param shards the number of threads that deliver and write
   * @param clock for durations, such as those between pings
   * @param dayTime the clock with which the times of appends are compared; facts tell its time
   */
  public Hub(
      int shards,
      FanOutSettings settings,
      ClientMemory memory,
      InstantSource clock,
      InstantSource dayTime,
      MeterRegistry registry) {
    FanOutMeter meter = new FanOutMeter(registry, dayTime);
    OutboundBytes outbound = new OutboundBytes(memory.outboundBytes());
    this.shards =
        IntStream.range(0, shards)
            .mapToObj(number -> new Shard(number, settings, outbound, clock, meter))
            .toList();
    this.replays = new Replays(outbound);
    this.replaying = new Thread(() -> replays.run(clock), "replays");
    replaying.setDaemon(true);
    this.settings = settings;
    this.clock = clock;
    this.dayTime = dayTime;
    this.meter = meter;
  }

  /** The names of the hub's threads that have ended. */
  public Stream<String> ended() {
    return Stream.concat(shards.stream().flatMap(Shard::ended), Shard.ended(replaying));
  }

  List<Shard> shards() {
    return shards;
  }

  /** The number of open sockets. */
  public int sockets() {
    return meter.open();
  }

  /** The number of shards. */
  public int shardCount() {
    return shards.size();
  }

  /**
   * Runs the pending work of one shard on the calling thread; for simulations, whose hub is never
   * started.
   */
  public void step(int shard) {
    long unused = shards.get(shard).step(0);
  }

  /** The turns for replays. */
  public Replays replays() {
    return replays;
  }

  /** Adds an open socket to a shard. */
  public Connection open(Outlet outlet) {
    Shard shard = shards.get(Math.floorMod(opened.getAndIncrement(), shards.size()));
    Connection connection =
        new Connection(UUID.randomUUID().toString(), outlet, shard, settings, clock.millis());
    shard.execute(() -> shard.add(connection));
    return connection;
  }

  /** Waits until no shard is far behind. */
  public void awaitCapacity() {
    shards.forEach(Shard::awaitCapacity);
  }

  /**
   * Delivers an event to all subscriptions of its room. One thread calls this for a room, in log
   * order, after {@link #awaitCapacity}. It does not wait itself, because the room's partition is
   * locked then.
   */
  public void deliver(String room, Frame frame) {
    shards.forEach(shard -> shard.deliver(room, frame));
  }

  /** Whether a connection has joined a room. */
  public boolean isJoined(String room) {
    return shards.stream().anyMatch(shard -> shard.isJoined(room));
  }

  /**
   * Delivers an ephemeral event to all subscriptions of a room, except to clients that are behind:
   * events of the log go first.
   *
   * @param except connections that do not receive it
   */
  public void deliverEphemeral(
      String room, String type, byte[] json, Collection<Connection> except) {
    Frame frame = Frame.event(room, type, json);
    Set<Connection> excepted = Set.copyOf(except);
    shards.forEach(shard -> shard.deliverEphemeral(room, frame, excepted));
  }

  /**
   * Delivers a frame to all watchers of a room. A watcher that is behind does not receive it; its
   * {@code behind} task runs instead. Waits while a shard's mailbox is full.
   */
  public void deliverWatched(String room, Frame frame) {
    shards.forEach(shard -> shard.deliverWatched(room, frame));
    flush();
  }

  /** Writes the events delivered so far, because no more follow at once. */
  public void flush() {
    shards.forEach(Shard::flushSoon);
  }

  /**
   * Writes the events delivered so far, because no more follow at once.
   *
   * @param oldestAppendedAt when the oldest of them was appended to the log, in milliseconds
   */
  public void flush(long oldestAppendedAt) {
    shards.forEach(shard -> shard.flushSoon(oldestAppendedAt));
  }

  /**
   * Asks what is known of the delivery of an event.
   *
   * @param user the id of the user whose sockets are named; empty for none
   */
  public CompletableFuture<DeliveryFacts> deliveries(String room, long seq, String user) {
    return ask((rooms, open) -> rooms.deliveries(room, seq, user, open))
        .thenApply(DeliveryFacts::all)
        .thenApply(facts -> facts.later(dayTimeAhead()));
  }

  /** What the time of day was set by since the hub's clock began, in milliseconds. */
  private long dayTimeAhead() {
    return dayTime.millis() - clock.millis();
  }

  /** The newest connections of a user, open and ended. */
  public CompletableFuture<List<ConnectionFacts>> connections(String user) {
    return ask((rooms, open) -> rooms.connections(user, open))
        .thenApply(
            shards ->
                shards.stream()
                    .flatMap(List::stream)
                    .map(facts -> facts.later(dayTimeAhead()))
                    .toList());
  }

  /** The rooms with most sockets, the largest first. */
  public CompletableFuture<List<RoomLoad>> loads(int limit) {
    return ask((rooms, open) -> rooms.loads(limit))
        .thenApply(shards -> RoomLoad.largest(shards, limit));
  }

  private <T> CompletableFuture<List<T>> ask(BiFunction<ShardRooms, Connections, T> question) {
    List<CompletableFuture<T>> answers = shards.stream().map(each -> each.ask(question)).toList();
    return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
        .thenApply(all -> answers.stream().map(CompletableFuture::join).toList());
  }

  /** Delivers an event that removes members from its room. */
  public void deliver(String room, Frame frame, Removal removal) {
    shards.forEach(shard -> shard.deliver(room, frame, removal));
  }

  /** Tells all clients to reconnect to another gateway, spread over a period. */
  public ReconnectSchedule reconnectAll(Duration time) {
    ReconnectSchedule schedule = new ReconnectSchedule(meter, time, shards);
    schedule.tell(Duration.ZERO);
    return schedule;
  }

  /** Closes all connections, because the log has a gap before the next events. */
  public void reset() {
    closeAll(CloseReason.RESTART);
  }

  @Override
  public void start() {
    running = true;
    shards.forEach(Shard::start);
    replaying.start();
  }

  @Override
  public void stop() {
    running = false;
    replays.stop();
    closeAll(CloseReason.RESTART);
    shards.forEach(Shard::stop);
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return SmartLifecycle.DEFAULT_PHASE - 2;
  }

  /** Queues the closes after earlier deliveries; later ones are not sent. */
  private void closeAll(CloseReason reason) {
    shards.forEach(
        shard ->
            shard.execute(
                () -> shard.forEachConnection(connection -> connection.closeNow(reason))));
  }
}
