package chat.gateway.history;

import static org.assertj.core.api.Assertions.assertThat;

import chat.gateway.TestKeyspace;
import com.datastax.oss.driver.api.core.CqlSession;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Tests on a real node, with the table of the migrations. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CassandraPendingTextErasuresTest {

  private final CqlSession session = TestKeyspace.open("texts_going");

  @AfterAll
  void close() {
    session.close();
  }

  @Test
  void messages_of_the_room_with_pending_erasures_are_found() {
    PendingTextErasures going = new CassandraPendingTextErasures(session);
    LongStream.rangeClosed(1, 1_200).filter(seq -> seq % 2 == 0).forEach(seq -> goes("dev", seq));
    goes("ops", 3);

    Set<Long> asked = LongStream.rangeClosed(1, 1_201).boxed().collect(Collectors.toSet());
    Map<Long, Long> found = going.of("dev", asked).toCompletableFuture().join();

    assertThat(found)
        .isEqualTo(
            LongStream.rangeClosed(1, 1_200)
                .filter(seq -> seq % 2 == 0)
                .boxed()
                .collect(Collectors.toMap(Function.identity(), seq -> seq + 5_000)));
    assertThat(going.of("dev", Set.of()).toCompletableFuture().join()).isEmpty();
    assertThat(going.of("ops", Set.of(2L, 3L)).toCompletableFuture().join())
        .isEqualTo(Map.of(3L, 5_003L));
  }

  private void goes(String room, long target) {
    session.execute(
        "INSERT INTO texts_going (room, target, seq) VALUES (?, ?, ?)",
        room,
        target,
        target + 5_000);
  }
}
