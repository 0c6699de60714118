package chat.gateway.broadcast;

import static java.nio.charset.StandardCharsets.UTF_8;

import chat.contract.Identity;
import chat.contract.RoomRecord;
import chat.epochs.LogEpoch;
import chat.gateway.log.EventSink;
import chat.gateway.log.LoggedEvent;
import chat.gateway.log.MemoryLog;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/** Connections on one shard of one log, which runs when a test says so. */
abstract class OneShard {

  static final BroadcastSettings SETTINGS =
      new BroadcastSettings(
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
  final FanOutMeter meter = new FanOutMeter(new SimpleMeterRegistry());
  final Shard shard = new Shard(0, SETTINGS, outbound, clock, meter);
  final MemoryLog log =
      new MemoryLog(
          new LogEpoch("topic", 1, 1),
          new EventSink() {
            @Override
            public void deliver(LoggedEvent event) {
              shard.deliver(event.room(), Frame.of(event));
            }

            @Override
            public void flush() {}

            @Override
            public void observe(LoggedEvent event) {}

            @Override
            public void reset() {
              throw new AssertionError("nothing was lost");
            }
          });
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
    log.listen(
        room,
        listening -> joining.join("u", room, listening, resume, joined -> bytes(text(joined))));
  }

  static String text(Joined joined) {
    return joined.isRefused()
        ? "refused"
        : "joined recovered=" + joined.recovered() + " missed=" + joined.missed();
  }

  void show(String text) {
    shard.deliverEphemeral("a", typing(text), Set.of());
  }

  static Frame typing(String text) {
    return Frame.event("a", "typing", bytes(text));
  }

  void event(String id) {
    log.append(
        new RoomRecord(
            "a",
            "message",
            Identity.of("a", "u", id, 0),
            null,
            bytes("{\"id\":\"" + id + "\",\"padding\":\"" + "x".repeat(20) + "\"}"),
            null));
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

  static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
