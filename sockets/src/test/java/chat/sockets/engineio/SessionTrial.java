package chat.sockets.engineio;

import static org.assertj.core.api.Assertions.assertThat;

import chat.sockets.budget.Rate;
import chat.sockets.budget.SocketCounts;
import chat.sockets.budget.TokenBucket;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A session by itself, at a time that passes as it is told, and what becomes of it. */
abstract class SessionTrial {

  private static final EngineSettings SETTINGS =
      new EngineSettings(
          Duration.ofSeconds(25),
          Duration.ofSeconds(20),
          Duration.ofSeconds(10),
          Duration.ofSeconds(5),
          Duration.ofSeconds(2),
          1000,
          10,
          100,
          now -> new TokenBucket(new Rate(3, Duration.ofSeconds(30)), now)::tryAcquire,
          10);

  private static final SocketCounts COUNTS = new SocketCounts(10, 10, 10);

  final List<String> taken = new ArrayList<>();
  final List<@Nullable Throwable> outcomes = new ArrayList<>();
  long now = 1_000_000;
  private final InstantSource clock = () -> Instant.ofEpochMilli(now);
  final EngineSession session =
      new EngineSession("sid", "127.0.0.1", COUNTS.open("127.0.0.1"), SETTINGS, clock);
  final FakeSocket socket = new FakeSocket();

  SessionTrial() {
    session.begin(
        new EngineListener() {
          @Override
          public void message(String text) {
            taken.add(text);
          }

          @Override
          public void data(byte[] data) {
            taken.add(data.length + " bytes");
          }

          @Override
          public void closed() {
            taken.add("closed");
          }
        });
  }

  void send(String packet) {
    session.send(List.of(OutgoingPacket.text(packet)), outcomes::add);
  }

  FakePoll poll() {
    FakePoll poll = new FakePoll(false);
    assertThat(session.poll(poll)).isTrue();
    return poll;
  }

  void post(String payload) throws MalformedPacket {
    assertThat(session.beginPost()).isTrue();
    session.endPost(IncomingPacket.ofPayload(payload, 10));
  }

  void pass(long millis) {
    now += millis;
    boolean unused = session.check(now);
  }
}
