package chat.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import chat.sockets.budget.SocketCounts;
import chat.sockets.fanout.Hub;
import chat.sockets.fanout.SignIn;
import chat.sockets.fanout.UserConnections;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SocketRefusalsTest {

  private static final int HEAP = 1 << 20;

  private final Hub hub = TestHub.started();
  private final UserConnections users = new UserConnections();
  private final SocketRefusals refusals = refusals(HEAP);

  @AfterEach
  void stop() {
    hub.stop();
  }

  @Test
  void an_address_has_so_many() {
    refusals.open("10.0.0.1").connected();
    refusals.open("10.0.0.1").connected();

    assertThat(code(refusals.refusal("10.0.0.1"))).isEqualTo(ProblemCode.RATE_LIMITED);
    assertThat(refusals.refusal("10.0.0.2")).isNull();
  }

  @Test
  void a_gateway_has_so_many() {
    for (int i = 0; i < 5; i++) {
      refusals.open("10.0.1." + i).connected();
    }

    assertThat(code(refusals.refusal("10.0.2.1"))).isEqualTo(ProblemCode.UNAVAILABLE);
  }

  @Test
  void where_there_is_little_heap_there_are_fewer() {
    SocketRefusals few = refusals(2 * 16 * 1024);
    for (int i = 0; i < 2; i++) {
      few.open("10.0.1." + i).connected();
    }

    assertThat(code(few.refusal("10.0.2.1"))).isEqualTo(ProblemCode.UNAVAILABLE);
  }

  @Test
  void so_many_may_not_have_said_yet_whose_they_are() {
    SocketCounts.Counted first = refusals.open("10.0.3.1");
    refusals.open("10.0.3.2");
    refusals.open("10.0.3.3");
    assertThat(code(refusals.refusal("10.0.3.4"))).isEqualTo(ProblemCode.UNAVAILABLE);
    first.connected();

    assertThat(refusals.refusal("10.0.3.4")).isNull();
  }

  @Test
  void a_user_has_so_many() {
    users.put("ann", new SignIn("phone", 1), TestHub.connection(hub));
    assertThat(refusals.refusalOf("ann")).isNull();
    users.put("ann", new SignIn("desk", 1), TestHub.connection(hub));

    assertThat(code(refusals.refusalOf("ann"))).isEqualTo(ProblemCode.RATE_LIMITED);
    assertThat(refusals.refusalOf("bob")).isNull();
  }

  private SocketRefusals refusals(long heap) {
    SocketLimits limits = new SocketLimits(5, 3, 2, 2);
    return new SocketRefusals(limits.counts(heap), users, limits.perUser());
  }

  private static @Nullable ProblemCode code(@Nullable Refusal refusal) {
    return refusal == null ? null : refusal.code();
  }
}
