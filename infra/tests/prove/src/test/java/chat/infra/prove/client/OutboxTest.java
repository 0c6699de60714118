package chat.infra.prove.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The rules of the outbox in the client specification. */
class OutboxTest {

  private final List<String> done = new ArrayList<>();
  private final List<Runnable> later = new ArrayList<>();
  private final Outbox outbox = new Outbox(new Noted(), new Random(1));
  private boolean isConnected = true;

  @Test
  void one_message_of_a_room_is_under_way() {
    outbox.add(0, 1);
    outbox.add(0, 2);
    outbox.add(1, 3);
    outbox.acknowledged(0, 1, 10);

    assertThat(done).containsExactly("send 1", "send 3", "ack 1 at 10", "send 2");
    assertThat(outbox.isEmpty()).isFalse();
  }

  @Test
  void what_was_under_way_when_the_socket_was_lost_is_repeated() {
    outbox.add(0, 1);
    outbox.disconnected();
    outbox.connected();

    assertThat(done).containsExactly("send 1", "send 1 again");
  }

  @Test
  void what_waits_can_be_dropped_while_what_is_under_way_is_repeated() {
    outbox.add(0, 1);
    outbox.add(0, 2);
    outbox.error(0, 1, "unavailable", 0);
    outbox.dropWaiting();
    later.forEach(Runnable::run);
    outbox.acknowledged(0, 1, 10);

    assertThat(done).containsExactly("send 1", "deferred 1", "send 1 again", "ack 1 at 10");
    assertThat(outbox.isEmpty()).isTrue();
  }

  @Test
  void what_was_sent_before_the_socket_was_lost_is_not_dropped() {
    outbox.add(0, 1);
    outbox.add(0, 2);
    outbox.disconnected();
    outbox.dropWaiting();
    outbox.connected();

    assertThat(done).containsExactly("send 1", "send 1 again");
  }

  @Test
  void an_unknown_outcome_is_repeated_and_a_limit_is_only_waited_for() {
    outbox.add(0, 1);
    outbox.add(1, 2);
    outbox.error(0, 1, "unavailable", 0);
    outbox.error(1, 2, "rate_limited", 0);
    outbox.add(0, 3);
    later.forEach(Runnable::run);

    assertThat(done)
        .containsExactly("send 1", "send 2", "deferred 1", "deferred 2", "send 1 again", "send 2");
  }

  @Test
  void a_message_that_came_is_done_but_not_acknowledged() {
    outbox.add(0, 1);
    outbox.came(0, 1, 10);
    outbox.came(0, 1, 10);

    outbox.acknowledged(0, 1, 10);

    assertThat(done).containsExactly("send 1", "came 1 at 10", "ack 1 at 10");
    assertThat(outbox.isEmpty()).isTrue();
  }

  @Test
  void a_refused_message_does_not_hold_up_the_next() {
    outbox.add(0, 1);
    outbox.add(0, 2);
    outbox.error(0, 1, "forbidden", 0);

    assertThat(done).containsExactly("send 1", "refused 1", "send 2");
  }

  @Test
  void a_send_without_an_answer_is_repeated() {
    outbox.add(0, 1);
    outbox.tick(System.nanoTime() + 21_000_000_000L);
    later.forEach(Runnable::run);

    assertThat(done).containsExactly("send 1", "send 1 again");
  }

  private final class Noted implements Outbox.Context {

    @Override
    public boolean isConnected() {
      return isConnected;
    }

    @Override
    public void send(int room, long id, boolean isRepeated) {
      done.add("send " + id + (isRepeated ? " again" : ""));
    }

    @Override
    public void acknowledged(int room, long id, long seq) {
      done.add("ack " + id + " at " + seq);
    }

    @Override
    public void came(int room, long id, long seq) {
      done.add("came " + id + " at " + seq);
    }

    @Override
    public void deferred(int room, long id) {
      done.add("deferred " + id);
    }

    @Override
    public void refused(int room, long id) {
      done.add("refused " + id);
    }

    @Override
    public void later(Runnable task, long millis) {
      later.add(task);
    }
  }
}
