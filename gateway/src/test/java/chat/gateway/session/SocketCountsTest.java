package chat.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import chat.sockets.fanout.Connection;
import chat.sockets.fanout.Hub;
import chat.sockets.fanout.SignIn;
import chat.sockets.fanout.UserConnections;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SocketCountsTest {

  private final Hub hub = TestHub.started();
  private final UserConnections users = new UserConnections();
  private final SocketCounts counts =
      new SocketCounts(new SocketLimits(5, 3, 2, 2), users, 1 << 20);

  @AfterEach
  void stop() {
    hub.stop();
  }

  @Test
  void an_address_has_so_many_and_another_once_one_has_ended() throws Exception {
    open("10.0.0.1").run();
    Connection second = TestHub.connection(hub);
    counts.opened("10.0.0.1", second).run();

    assertThat(code(counts.refusal("10.0.0.1"))).isEqualTo(ProblemCode.RATE_LIMITED);
    assertThat(counts.refusal("10.0.0.2")).isNull();
    end(second);
    assertThat(counts.refusal("10.0.0.1")).isNull();
  }

  @Test
  void a_gateway_has_so_many() {
    for (int i = 0; i < 5; i++) {
      open("10.0.1." + i).run();
    }

    assertThat(code(counts.refusal("10.0.2.1"))).isEqualTo(ProblemCode.UNAVAILABLE);
  }

  @Test
  void where_there_is_little_heap_there_are_fewer() {
    SocketCounts few = new SocketCounts(new SocketLimits(5, 3, 2, 2), users, 2 * 16 * 1024);
    for (int i = 0; i < 2; i++) {
      few.opened("10.0.1." + i, TestHub.connection(hub)).run();
    }

    assertThat(code(few.refusal("10.0.2.1"))).isEqualTo(ProblemCode.UNAVAILABLE);
  }

  @Test
  void so_many_may_not_have_said_yet_whose_they_are() throws Exception {
    Connection first = TestHub.connection(hub);
    Runnable connected = counts.opened("10.0.3.1", first);
    open("10.0.3.2");
    open("10.0.3.3");
    assertThat(code(counts.refusal("10.0.3.4"))).isEqualTo(ProblemCode.UNAVAILABLE);
    connected.run();
    connected.run();

    assertThat(counts.refusal("10.0.3.4")).isNull();
    open("10.0.3.4");
    end(first);
    assertThat(code(counts.refusal("10.0.3.5"))).isEqualTo(ProblemCode.UNAVAILABLE);
  }

  @Test
  void a_user_has_so_many() {
    users.put("ann", new SignIn("phone", 1), TestHub.connection(hub));
    assertThat(counts.refusalOf("ann")).isNull();
    users.put("ann", new SignIn("desk", 1), TestHub.connection(hub));

    assertThat(code(counts.refusalOf("ann"))).isEqualTo(ProblemCode.RATE_LIMITED);
    assertThat(counts.refusalOf("bob")).isNull();
  }

  private Runnable open(String address) {
    return counts.opened(address, TestHub.connection(hub));
  }

  private static void end(Connection connection) throws InterruptedException {
    CountDownLatch ended = new CountDownLatch(1);
    connection.gone();
    connection.whenEnded(ended::countDown);
    ended.await();
  }

  private static @Nullable ProblemCode code(@Nullable Refusal refusal) {
    return refusal == null ? null : refusal.code();
  }
}
