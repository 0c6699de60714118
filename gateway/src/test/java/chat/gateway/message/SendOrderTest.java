package chat.gateway.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class SendOrderTest {

  private final SendOrder order = new SendOrder();
  private final List<String> done = new ArrayList<>();

  @Test
  void sends_in_flight_are_decided_as_of_the_same_seq() {
    SendOrder.Turn first = enter(100);
    SendOrder.Turn second = enter(120);
    assertThat(first.asOf()).isEqualTo(100);
    assertThat(second.asOf()).isEqualTo(100);
    first.leave();
    second.leave();
    assertThat(enter(130).asOf()).isEqualTo(130);
  }

  @Test
  void void_sends_are_repeated_in_order_before_new_ones() {
    SendOrder.Turn first = enter(100);
    SendOrder.Turn second = enter(100);
    then(second.again(), "second again");
    then(first.again(), "first again");
    assertThat(done).containsExactly("first again");
    assertThat(order.enter("room", 200, false)).isNull();
    then(order.quiet("room"), "third");

    first.leave();
    assertThat(done).containsExactly("first again", "second again");
    second.leave();
    assertThat(done).containsExactly("first again", "second again", "third");
    assertThat(enter(200).asOf()).isEqualTo(200);
  }

  @Test
  void rooms_do_not_wait_for_each_other() {
    SendOrder.Turn first = enter(100);
    then(first.again(), "again");
    assertThat(order.enter("other", 5, false)).isNotNull();
    assertThat(order.quiet("third")).isCompleted();
  }

  @Test
  void a_send_that_must_be_alone_waits_for_others_and_they_for_it() {
    SendOrder.Turn first = enter(100);
    assertThat(order.enter("room", 100, true)).isNull();
    first.leave();
    SendOrder.Turn alone = Objects.requireNonNull(order.enter("room", 100, true));
    assertThat(order.enter("room", 100, false)).isNull();
    alone.leave();
    assertThat(order.quiet("room")).isCompleted();
  }

  @Test
  void no_send_is_decided_as_of_a_seq_near_the_end_of_the_window() {
    SendOrder.Turn first = enter(100);
    assertThat(order.enter("room", 100 + 4096, false)).isNotNull();
    assertThat(order.enter("room", 101 + 4096, false)).isNull();
    assertThat(order.enter("room", 99, false)).isNull();
    assertThat(first.asOf()).isEqualTo(100);
  }

  private SendOrder.Turn enter(long asOf) {
    return Objects.requireNonNull(order.enter("room", asOf, false));
  }

  private void then(CompletionStage<Void> stage, String what) {
    stage.thenRun(() -> done.add(what));
  }
}
