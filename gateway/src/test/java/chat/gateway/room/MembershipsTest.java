package chat.gateway.room;

import static org.assertj.core.api.Assertions.assertThat;

import chat.contract.Author;
import chat.contract.event.MemberChange;
import chat.contract.event.MemberChange.Action;
import chat.contract.event.Role;
import chat.contract.event.RoomChange;
import chat.contract.event.RoomEvent;
import chat.contract.event.Visibility;
import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MembershipsTest {

  private static final Author ANN = new Author("ann", "ann");
  private static final Author BOB = new Author("bob", "bob");
  private static final int MAX = 5;

  private final List<CompletableFuture<List<String>>> asked = new ArrayList<>();
  private final Map<String, List<String>> written = new HashMap<>();
  private Instant now = Instant.EPOCH;
  private final Memberships memberships = new Memberships(this::question, 20, () -> now);
  private final List<String> askers = new ArrayList<>();
  private int upToDate;
  private final RoomQuota quota =
      new RoomQuota(
          memberships,
          () -> {
            upToDate++;
            return CompletableFuture.completedFuture(Set.of());
          },
          (asker, lookUp) -> {
            askers.add(asker.user());
            return lookUp.get();
          },
          MAX);

  @Test
  void events_during_a_read_of_the_tables_count() {
    memberships.apply(created("before", ANN));
    CompletableFuture<Set<String>> rooms = memberships.of("ann");
    memberships.apply(member("meanwhile", ANN, Action.JOINED));
    memberships.apply(member("old", ANN, Action.KICKED));
    asked.get(0).complete(List.of("old", "kept"));

    assertThat(rooms.join()).containsExactlyInAnyOrder("before", "meanwhile", "kept");
    memberships.apply(member("kept", ANN, Action.BANNED));
    memberships.apply(deleted("before"));
    assertThat(memberships.of("ann").join()).containsExactly("meanwhile");
    assertThat(asked).as("questions to the tables").hasSize(1);
  }

  @Test
  void a_failed_read_fails_all_waiting_callers_and_the_next_call_reads_again() {
    CompletableFuture<Set<String>> one = memberships.of("ann");
    CompletableFuture<Set<String>> two = memberships.of("ann");
    asked.get(0).completeExceptionally(Refusal.of(ProblemCode.UNAVAILABLE, "no table"));
    assertThat(one).isCompletedExceptionally();
    assertThat(two).isCompletedExceptionally();

    CompletableFuture<Set<String>> next = memberships.of("ann");
    asked.get(1).complete(List.of("dev"));
    assertThat(next.join()).containsExactly("dev");
  }

  @Test
  void the_least_recently_used_users_are_evicted_and_a_reset_reads_again() {
    List<String> ten = List.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j");
    for (String user : List.of("ann", "bob", "ann", "cem", "ann", "bob")) {
      CompletableFuture<Set<String>> rooms = memberships.of(user);
      asked.get(asked.size() - 1).complete(ten);
      assertThat(rooms.join()).hasSize(10);
    }
    assertThat(asked).as("one of three fits").hasSize(6);
    memberships.reset();
    assertThat(memberships.of("bob")).isNotDone();
  }

  @Test
  void the_number_of_rooms_of_an_evicted_user_is_bounded_without_reading_them_again() {
    for (String user : List.of("ann", "bob", "cem")) {
      CompletableFuture<Set<String>> rooms = memberships.of(user);
      asked.get(asked.size() - 1).complete(List.of("a", "b", "c", "d", "e", "f", "g", "h"));
      assertThat(rooms).isCompleted();
    }
    int questions = asked.size();
    memberships.apply(member("new", ANN, Action.JOINED));
    memberships.apply(member("a", ANN, Action.LEFT));
    assertThat(memberships.atMost("ann").join()).as("evicted").isEqualTo(9);
    memberships.apply(member("a", BOB, Action.LEFT));
    assertThat(memberships.atMost("bob").join()).as("in memory").isEqualTo(7);
    assertThat(asked).hasSize(questions);

    CompletableFuture<Set<String>> again = memberships.of("ann");
    asked.get(questions).complete(List.of("b", "c", "d", "e", "f", "g", "h", "new"));
    assertThat(again.join()).hasSize(8);
    assertThat(memberships.atMost("ann").join()).isEqualTo(8);
    memberships.reset();
    assertThat(memberships.atMost("ann")).isNotDone();
  }

  @Test
  void no_user_exceeds_the_limit_of_rooms() {
    belongsTo("ann", MAX - 1);
    assertThat(code(join("r1", ANN))).isNull();
    memberships.apply(member("r1", ANN, Action.JOINED));

    assertThat(code(join("r2", ANN))).isEqualTo(ProblemCode.FORBIDDEN);
    assertThat(code(quota.within(created("r3", ANN), this::appended))).isNotNull();
    belongsTo("bob", 0);
    assertThat(code(quota.within(direct("dm", BOB, ANN), this::appended))).isNotNull();
    assertThat(code(join("r2", BOB))).isNull();
    assertThat(upToDate).as("looks at all that was acknowledged").isPositive();

    memberships.apply(member("r1", ANN, Action.LEFT));
    assertThat(code(join("r2", ANN))).isNull();
  }

  @Test
  void changes_in_flight_count_until_they_end() {
    belongsTo("ann", MAX - 1);
    CompletableFuture<String> slow = new CompletableFuture<>();
    CompletableFuture<String> first = quota.within(member("r1", ANN, Action.JOINED), () -> slow);

    assertThat(code(join("r2", ANN))).isEqualTo(ProblemCode.FORBIDDEN);
    slow.completeExceptionally(Refusal.of(ProblemCode.UNAVAILABLE, "no log"));
    assertThat(first).isCompletedExceptionally();
    assertThat(code(join("r2", ANN))).isNull();
  }

  @Test
  void rooms_deleted_long_ago_do_not_count() {
    belongsTo("ann", MAX);
    written.put("ann", List.of("still-there"));
    now = now.plusSeconds(10);

    assertThat(code(join("r1", ANN))).isNull();
  }

  @Test
  void a_full_list_is_not_read_again_with_each_try() {
    belongsTo("ann", MAX);
    now = now.plusSeconds(10);
    for (int i = 0; i < 5; i++) {
      assertThat(code(join("r" + i, ANN))).isEqualTo(ProblemCode.FORBIDDEN);
    }
    assertThat(asked).hasSize(2);
    assertThat(askers).as("in the turns of").containsExactly("ann");

    now = now.plusSeconds(10);
    assertThat(code(join("r9", ANN))).isEqualTo(ProblemCode.FORBIDDEN);
    assertThat(asked).hasSize(3);
    memberships.apply(member("of-ann0", ANN, Action.LEFT));
    assertThat(code(join("r9", ANN))).isNull();
  }

  @Test
  void others_fill_at_most_half_of_a_users_list() {
    belongsTo("ann", 0);
    belongsTo("bob", 0);
    int added = 0;
    while (code(quota.within(added("r" + added, ANN, BOB), this::appended)) == null) {
      memberships.apply(added("r" + added++, ANN, BOB));
    }
    assertThat(added).isEqualTo((MAX + 1) / 2);

    assertThat(code(quota.within(direct("dm", BOB, ANN), this::appended))).isNull();
    assertThat(code(quota.within(created("own", ANN), this::appended))).isNull();
    assertThat(code(join("public", ANN))).isNull();
  }

  @Test
  void changes_that_add_no_member_need_no_check() {
    assertThat(code(quota.within(member("r", ANN, Action.LEFT), this::appended))).isNull();
    assertThat(code(quota.within(member("r", ANN, Action.ROLE), this::appended))).isNull();
    assertThat(asked).isEmpty();
  }

  /** The tables answer at once. */
  private CompletableFuture<List<String>> question(String user) {
    List<String> rooms = written.get(user);
    asked.add(rooms == null ? new CompletableFuture<>() : CompletableFuture.completedFuture(rooms));
    return asked.get(asked.size() - 1);
  }

  private void belongsTo(String user, int rooms) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < rooms; i++) {
      names.add("of-" + user + i);
    }
    written.put(user, names);
    var unused = memberships.of(user).join();
  }

  private CompletableFuture<String> join(String room, Author user) {
    return quota.within(member(room, user, Action.JOINED), this::appended);
  }

  private CompletableFuture<String> appended() {
    return CompletableFuture.completedFuture("appended");
  }

  /** The code of a refusal; null if there is none. */
  private static @Nullable ProblemCode code(CompletableFuture<String> outcome) {
    assertThat(outcome).isDone();
    return outcome.handle((done, error) -> error == null ? null : Refusal.codeOf(error)).join();
  }

  private static RoomEvent member(String room, Author user, Action action) {
    return new MemberChange(room, "e", user, action, Role.MEMBER, null, null, 1);
  }

  private static RoomEvent added(String room, Author user, Author by) {
    return new MemberChange(room, "e", user, Action.JOINED, Role.MEMBER, by, null, 1);
  }

  private static RoomEvent created(String room, Author by) {
    return room(room, RoomChange.Action.CREATED, by, List.of());
  }

  private static RoomEvent direct(String room, Author by, Author other) {
    return room(room, RoomChange.Action.CREATED, by, List.of(by, other));
  }

  private static RoomEvent deleted(String room) {
    return room(room, RoomChange.Action.DELETED, ANN, List.of());
  }

  private static RoomEvent room(
      String room, RoomChange.Action action, Author by, List<Author> pair) {
    return new RoomChange(room, "e", action, room, Visibility.PRIVATE, 0, by, pair, 1);
  }
}
