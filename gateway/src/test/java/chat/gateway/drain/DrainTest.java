package chat.gateway.drain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.gateway.session.TestHub;
import chat.sockets.fanout.Hub;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who is told to leave while a gateway drains. */
class DrainTest {

  private static final DrainSettings SETTINGS =
      new DrainSettings(Duration.ofMillis(40), 2, Duration.ofMillis(10));

  private final Hub hub = TestHub.started();
  private final TestHub.Recording late = new TestHub.Recording();

  /** What the late client was told. */
  private final List<String> told = new ArrayList<>();

  @Test
  void a_client_that_comes_late_is_told_to_leave() throws InterruptedException {
    drain(true);

    await().atMost(Duration.ofMinutes(1)).until(() -> told.addAll(late.take()));
    assertThat(told.get(0)).contains("reconnect");
  }

  @Test
  void a_client_that_comes_after_the_order_was_withdrawn_may_stay() throws InterruptedException {
    drain(false);

    var unused = hub.reconnectAll(Duration.ofMinutes(1));
    await().atMost(Duration.ofMinutes(1)).until(() -> told.addAll(late.take()));
    assertThat(told).as("told by the second order only").hasSize(1);
    assertThat(told.get(0)).contains("reconnect");
  }

  private void drain(boolean isClosed) throws InterruptedException {
    TestHub.Recording first = new TestHub.Recording();
    TestHub.join(hub.open(first), "me", "dev");
    await().atMost(Duration.ofMinutes(1)).until(() -> !first.take().isEmpty());
    boolean[] opened = {false};
    new Drain(hub, SETTINGS)
        .awaitSockets(
            () -> {
              if (!opened[0]) {
                opened[0] = true;
                var unusedLate = hub.open(late);
              }
              return isClosed;
            });
  }
}
