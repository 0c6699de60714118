package chat.gateway.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.contract.Author;
import chat.contract.event.MemberChange;
import chat.contract.event.MemberChange.Action;
import chat.contract.event.Message;
import chat.contract.event.Role;
import chat.contract.event.RoomChange;
import chat.contract.event.RoomEvent;
import chat.contract.event.RoomEventCodec;
import chat.contract.event.Visibility;
import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import chat.gateway.log.LoggedEvent;
import chat.gateway.log.RoomLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RoomMemoryTest {

  private static final Author ANN = new Author("ann", "ann");
  private static final Author BOB = new Author("bob", "bob");

  private final List<RoomEntry> loading = new ArrayList<>();
  private RoomMemory memory = memory(10_000);
  private long seq;

  @Test
  void a_load_that_throws_fails_the_call_and_the_next_call_loads_again() {
    CompletableFuture<RoomState> first =
        memory.get(
            "dev",
            entry -> {
              throw RoomLog.unavailable();
            });

    assertThat(Refusal.codeOf(first.handle((value, error) -> error).join()))
        .isEqualTo(ProblemCode.UNAVAILABLE);
    assertThat(load("dev")).isCompleted();
  }

  @Test
  void a_failed_load_fails_all_waiting_calls_and_the_next_call_loads_again() {
    CompletableFuture<RoomState> first = memory.get("dev", loading::add);
    CompletableFuture<RoomState> second = memory.get("dev", loading::add);

    memory.failed("dev", loading.get(0), RoomLog.unavailable());

    assertThat(loading).hasSize(1);
    assertThat(first).isCompletedExceptionally();
    assertThat(second).isCompletedExceptionally();
    assertThat(load("dev")).isCompleted();
  }

  @Test
  void events_during_a_load_are_applied_after_it() {
    CompletableFuture<RoomState> room = memory.get("dev", loading::add);
    happens(joined(BOB));
    memory.loaded("dev", loading.get(0), made(), 0);

    assertThat(room.join().role("bob")).contains(Role.MEMBER);
  }

  @Test
  void a_load_with_too_many_events_meanwhile_fails_and_is_repeated() {
    CompletableFuture<RoomState> room = memory.get("dev", loading::add);
    for (int i = 0; i <= RoomEntry.MAX_MEANWHILE; i++) {
      happens(joined(new Author("u" + i, "someone")));
    }
    memory.loaded("dev", loading.get(0), made(), 0);

    assertThat(room).isCompletedExceptionally();
    assertThat(load("dev")).isCompleted();
  }

  @Test
  void events_of_a_room_whose_load_failed_are_ignored() {
    CompletableFuture<RoomState> room = memory.get("dev", loading::add);
    loading.get(0).fail(RoomLog.unavailable());
    happens(joined(BOB));
    happens(new Message("dev", "m", BOB, "hi", 5, null, List.of(), List.of()));

    assertThat(room).isCompletedExceptionally();
  }

  @Test
  void a_reset_fails_the_waiting_calls() {
    CompletableFuture<RoomState> room = memory.get("dev", loading::add);

    memory.reset();
    memory.loaded("dev", loading.get(0), made(), 0);

    assertThat(room).isCompletedExceptionally();
    assertThat(memory.known("dev")).isNull();
  }

  @Test
  void a_held_room_is_not_evicted_and_applies_events() {
    memory = memory(10);
    assertThat(load("dev")).isCompleted();
    HeldRoom held = memory.hold("dev", "ann");
    touchOthers();
    happens(joined(BOB));

    RoomState state = Objects.requireNonNull(held.state());
    assertThat(state.role("bob")).contains(Role.MEMBER);
    assertThat(memory.known("dev")).isSameAs(state);
    assertThat(memory.heldBytes()).isPositive();

    held.release();
    touchOthers();

    assertThat(memory.known("dev")).isNull();
    assertThat(memory.heldBytes()).isZero();
  }

  @Test
  void a_loading_room_is_not_evicted() {
    memory = memory(10);
    CompletableFuture<RoomState> room = memory.get("dev", loading::add);
    touchOthers();
    happens(joined(BOB));
    memory.loaded("dev", loading.get(0), made(), 0);

    assertThat(room.join().role("bob")).contains(Role.MEMBER);
  }

  @Test
  void a_room_held_before_its_load_stays_whatever_its_size() {
    memory = memory(1);
    HeldRoom held = memory.hold("dev", "ann");
    assertThat(held.state()).isNull();

    RoomState state = load("dev").join();
    touchOthers();

    assertThat(held.state()).isSameAs(state);
    held.release();
    assertThat(memory.known("dev")).isNull();
  }

  @Test
  void a_room_released_before_its_load_leaves_no_entry() {
    HeldRoom held = memory.hold("dev", "ann");
    held.release();

    assertThat(load("dev")).isCompleted();
    assertThat(memory.heldBytes()).isZero();
  }

  @Test
  void a_reset_ends_the_hold_of_a_room() {
    assertThat(load("dev")).isCompleted();
    HeldRoom held = memory.hold("dev", "ann");

    memory.reset();
    assertThat(load("dev")).isCompleted();

    assertThat(held.state()).isNull();
    held.release();
    assertThat(memory.heldBytes()).isZero();
    assertThat(memory.known("dev")).isNotNull();
  }

  @Test
  void the_bytes_of_held_rooms_are_bounded() {
    RoomState crowd = thousandth();
    List<HeldRoom> held = new ArrayList<>();
    memory = memory(0);
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 2000; i++) {
                String room = "crowd" + i;
                held.add(hold(room, "u" + i, crowd));
              }
            })
        .isInstanceOf(Refusal.class);

    assertThat(held).hasSizeBetween(900, 1100);
    assertThat(memory.hold("crowd0", "ann")).as("held already").isNotNull();
  }

  @Test
  void one_user_holds_at_most_as_much_as_is_left() {
    RoomState crowd = thousandth();
    List<HeldRoom> held = new ArrayList<>();
    memory = memory(0);
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 2000; i++) {
                held.add(hold("crowd" + i, "greedy", crowd));
              }
            })
        .isInstanceOf(Refusal.class);

    assertThat(held).hasSizeBetween(450, 550);
    assertThat(hold("other", "ann", crowd)).isNotNull();
    assertThat(hold("crowd0", "ann", crowd)).isNotNull();
    held.forEach(HeldRoom::release);
    assertThat(hold("again", "greedy", crowd)).isNotNull();
  }

  private HeldRoom hold(String room, String user, RoomState state) {
    memory.get(room, entry -> memory.loaded(room, entry, state, 0)).join();
    return memory.hold(room, user);
  }

  /** A room of about a thousandth of the bytes that may be held. */
  private static RoomState thousandth() {
    long max = new RoomSettings(true, 0, 1000, 10_000).heldBytes();
    RoomState crowd = new RoomState("crowd");
    crowd.restore(Visibility.PUBLIC, false, "crowd", 0, 5, false);
    for (long i = 0; i <= max / RoomState.MEMBER_BYTES / 1000; i++) {
      crowd.restore(new Member(new Author("u" + i, "someone"), Role.MEMBER, 5));
    }
    return crowd;
  }

  private void touchOthers() {
    for (int i = 0; i < 500; i++) {
      String room = "other" + i;
      assertThat(
              memory.get(room, entry -> memory.loaded(room, entry, new RoomState(room), 0)).join())
          .isNotNull();
    }
  }

  private CompletableFuture<RoomState> load(String room) {
    return memory.get(room, entry -> memory.loaded(room, entry, made(), 0));
  }

  private static RoomState made() {
    RoomState state = new RoomState("dev");
    state.apply(
        new RoomChange(
            "dev", "r", RoomChange.Action.CREATED, "dev", Visibility.PUBLIC, 0, ANN, List.of(), 5));
    return state;
  }

  private static MemberChange joined(Author user) {
    return new MemberChange("dev", "m", user, Action.JOINED, Role.MEMBER, null, null, 5);
  }

  private void happens(RoomEvent event) {
    memory.apply(
        new LoggedEvent(event.room(), event.type(), ++seq, 0, RoomEventCodec.encode(event)));
  }

  private static RoomMemory memory(long cachedMembers) {
    return new RoomMemory(event -> {}, new RoomSettings(true, cachedMembers, 1000, 10_000));
  }
}
