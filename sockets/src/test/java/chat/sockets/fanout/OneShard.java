package chat.sockets.fanout;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/** Connections on one shard of one log, which runs when a test says so. */
abstract class OneShard {

  static final FanOutSettings SETTINGS =
      new FanOutSettings(
          DataSize.ofBytes(1000),
          3,
          0,
          Duration.ZERO,
          100,
          Duration.ofSeconds(25),
          Duration.ofSeconds(10));

  Instant now = Instant.EPOCH;
  final InstantSource clock = () -> now;
  final OutboundBytes outbound = new OutboundBytes(5000);
  final FanOutMeter meter = new FanOutMeter(new SimpleMeterRegistry(), InstantSource.system());
  final Shard shard = new Shard(0, SETTINGS, outbound, clock, meter);
  final TestRooms rooms = new TestRooms();
  final RecordingOutlet outlet = new RecordingOutlet();
  final Connection connection = open(outlet);

  Connection open(Outlet to) {
    Connection opened = new Connection("session", to, shard, SETTINGS, clock.millis());
    shard.execute(() -> shard.add(opened));
    return opened;
  }

  void join(Connection joining, @Nullable Resume resume) {
    join(joining, "a", resume);
  }

  void join(Connection joining, String room, @Nullable Resume resume) {
    joining.join("u", room, rooms.subscribe(room), resume, joined -> frame(text(joined)));
  }

  static String text(Joined joined) {
    return joined.isRefused()
        ? "refused"
        : "joined recovered=" + joined.recovered() + " missed=" + joined.missed();
  }

  void show(String text) {
    shard.deliverEphemeral("a", typing(text), Set.of());
  }

  /** What a client missed that had the first event only. */
  static Resume missed(int count) {
    return new Resume(1, CompletableFuture.completedFuture(Optional.of(missedEvents(count))));
  }

  static MissedEvents missedEvents(int count) {
    return TestRooms.missed(
        Collections.nCopies(count, bytes("{\"seq\":5,\"prev\":1,\"id\":\"old\"}")));
  }

  static Frame typing(String text) {
    return Frame.event("a", "typing", bytes(text));
  }

  void event(String id) {
    String json = "{\"id\":\"" + id + "\",\"padding\":\"" + "x".repeat(60) + "\"}";
    shard.deliver("a", Frame.event("a", "message", bytes(json)));
  }

  void pass(Duration time) {
    now = now.plus(time);
    run();
  }

  void run() {
    for (int i = 0; i < 5; i++) {
      shard.step(0);
    }
  }

  /** A frame that {@link Lines} shows as this text. */
  static Frame frame(String text) {
    return Frame.event("a", "message", bytes(text));
  }

  static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
