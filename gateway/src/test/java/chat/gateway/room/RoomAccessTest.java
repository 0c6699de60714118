package chat.gateway.room;

import static org.assertj.core.api.Assertions.assertThat;

import chat.contract.Author;
import chat.contract.event.Visibility;
import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import chat.gateway.log.ClosedLog;
import chat.gateway.log.EventIds;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RoomAccessTest {

  private static final Author BOB = new Author("bob", "bob");

  private final Map<String, CompletableFuture<List<String>>> written = new HashMap<>();
  private final TableRooms tables = new TableRooms();
  private final RoomQuota quota =
      new RoomQuota(
          new Memberships(
              user -> written.computeIfAbsent(user, first -> new CompletableFuture<>()),
              () -> Instant.EPOCH),
          tables.history::behind,
          (asker, lookUp) -> lookUp.get(),
          1);
  private final RoomAccess access =
      new RoomAccess(
          tables.rooms,
          new RoomCommands(tables.rooms, ClosedLog.make(), quota),
          tables.settings,
          new EventIds(new SecureRandom()),
          () -> Instant.EPOCH);

  @Test
  void a_caller_who_waits_for_a_refused_creation_tries_for_itself() {
    written.put("bob", CompletableFuture.completedFuture(List.of()));
    CompletableFuture<RoomState> first = access.join("new", TableRooms.ANN);
    CompletableFuture<RoomState> second = access.join("new", BOB);
    assertThat(second).isNotDone();
    Objects.requireNonNull(written.get("ann")).complete(List.of("one", "two"));

    assertThat(code(first)).isEqualTo(ProblemCode.FORBIDDEN);
    assertThat(code(second)).as("what the log says").isEqualTo(ProblemCode.UNAVAILABLE);
  }

  @Test
  void near_the_limit_a_leaderless_partition_does_not_block_the_check() {
    written.put("ann", CompletableFuture.completedFuture(List.of("one")));
    written.put("bob", CompletableFuture.completedFuture(List.of()));
    tables.isBehind = true;

    assertThat(code(quotaOf(TableRooms.ANN))).isEqualTo(ProblemCode.FORBIDDEN);
    assertThat(quotaOf(BOB)).isCompletedWithValue("appended");
  }

  private CompletableFuture<String> quotaOf(Author user) {
    return quota.within(
        SampleRooms.created(Visibility.PUBLIC, user, List.of()),
        () -> CompletableFuture.completedFuture("appended"));
  }

  private static ProblemCode code(CompletableFuture<?> failed) {
    assertThat(failed).isCompletedExceptionally();
    return Refusal.codeOf(failed.handle((value, error) -> error).join());
  }
}
