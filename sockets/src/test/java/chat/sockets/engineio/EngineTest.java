package chat.sockets.engineio;

import static org.assertj.core.api.Assertions.assertThat;

import chat.sockets.budget.ClientMemory;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class EngineTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private int opened;
  private long now = 1_000_000;
  private final Engine engine = engine(3, 2, true);

  @Test
  void an_address_has_as_many_sessions_as_it_may_and_others_have_theirs() {
    open("10.0.0.1");
    open("10.0.0.1");

    assertThat(engine.isAccepting("10.0.0.1")).isFalse();
    assertThat(engine.isAccepting("10.0.0.2")).isTrue();

    open("10.0.0.2");
    assertThat(engine.isAccepting("10.0.0.2")).isFalse();
  }

  @Test
  void a_session_that_is_over_makes_room() {
    open("10.0.0.1");
    open("10.0.0.1");
    Objects.requireNonNull(engine.find("session-0")).abort();
    engine.check();

    assertThat(engine.isAccepting("10.0.0.1")).isTrue();
    assertThat(engine.size()).isEqualTo(1);
  }

  @Test
  void what_is_overdue_is_found_when_a_session_is_asked_for() {
    open("10.0.0.1");
    now += 1000;
    EngineSession asked = Objects.requireNonNull(engine.find("session-0"));
    now += 1000;

    assertThat(engine.find("session-0")).isSameAs(asked);
    assertThat(asked.isClosed()).isTrue();
  }

  @Test
  void one_address_leaves_others_their_share_of_the_unknown() {
    Engine large = engine(1000, 500, false);
    int opened = 0;
    while (large.isAccepting("10.0.0.1")) {
      OutgoingPacket unused = large.open("10.0.0.1", null, session -> {});
      opened++;
    }

    assertThat(opened).isEqualTo(10);
    assertThat(large.isAccepting("10.0.0.2")).isTrue();
    large.check();
    assertThat(large.isAccepting("10.0.0.1")).isFalse();
    assertThat(large.isAccepting("10.0.0.2")).isTrue();
  }

  private Engine engine(int maxSessions, int maxPerAddress, boolean isKnown) {
    return new Engine(
        new EngineSettings(
            SECOND,
            SECOND,
            SECOND,
            SECOND,
            SECOND,
            1000,
            10,
            1000,
            now -> time -> true,
            maxSessions,
            maxPerAddress),
        () -> "session-" + opened++,
        () -> Instant.ofEpochMilli(now),
        () -> true,
        session -> new Silent(isKnown),
        new ClientMemory(160_000));
  }

  private void open(String address) {
    OutgoingPacket unused = engine.open(address, null, session -> {});
  }

  private record Silent(boolean isKnown) implements EngineListener {

    @Override
    public void message(String text) {}

    @Override
    public void data(byte[] data) {}

    @Override
    public void closed() {}
  }
}
