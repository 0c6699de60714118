package chat.sockets.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReplaysTest {

  private static final int AT_ONCE = 64;
  private static final long PATIENCE = 5000;

  private final OutboundBytes outbound = new OutboundBytes(1000);
  private final Replays replays = new Replays(outbound);
  private final List<String> begun = new ArrayList<>();
  private final List<String> late = new ArrayList<>();
  private final List<Replays.Turn> turns = new ArrayList<>();

  @Test
  void some_begin_at_once_and_others_when_these_have_ended() {
    for (int i = 0; i < AT_ONCE + 2; i++) {
      ask("u" + i, 0);
    }
    assertThat(begun).hasSize(AT_ONCE);

    turns.get(0).end();
    turns.get(0).end();
    replays.step(0);

    assertThat(begun).hasSize(AT_ONCE + 1).endsWith("u" + AT_ONCE);
    assertThat(replays.waiting()).isEqualTo(1);
  }

  @Test
  void none_begins_while_much_waits_for_sockets() {
    outbound.add(501);
    ask("ann", 0);
    replays.step(0);
    assertThat(begun).isEmpty();

    outbound.add(-1);
    replays.step(0);
    assertThat(begun).containsExactly("ann");
  }

  @Test
  void a_user_with_many_sockets_waits_with_each_for_others() {
    outbound.add(501);
    Stream.of("eve", "eve", "eve", "ann", "bob").forEach(user -> ask(user, 0));
    outbound.add(-501);
    replays.step(0);

    assertThat(begun).containsExactly("eve", "ann", "bob", "eve", "eve");
  }

  @Test
  void who_has_waited_for_too_long_is_told_so_and_takes_no_turn() {
    outbound.add(501);
    ask("ann", 0);
    ask("bob", 1);
    replays.step(PATIENCE);
    outbound.add(-501);
    replays.step(PATIENCE);

    assertThat(late).containsExactly("ann");
    assertThat(begun).containsExactly("bob");
    assertThat(replays.waiting()).isZero();
    turns.forEach(Replays.Turn::end);
    assertThat(replays.begun()).isZero();
  }

  @Test
  void no_replay_waits_for_a_gateway_that_stops() {
    outbound.add(501);
    ask("ann", 0);
    replays.stop();
    replays.step(Long.MAX_VALUE);
    ask("bob", 0);

    assertThat(late).containsExactly("ann", "bob");
  }

  private void ask(String user, long now) {
    CompletionStage<Replays.Turn> asked = replays.turn(user, now);
    asked.thenAccept(
        turn -> {
          turns.add(turn);
          (turn.hasBegun() ? begun : late).add(user);
        });
  }
}
