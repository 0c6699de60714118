package chat.infra.prove.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The rules of rooms in the client specification. */
class RoomPositionTest {

  private final List<Long> shown = new ArrayList<>();
  private final List<Long> asked = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final List<Runnable> later = new ArrayList<>();
  private final RoomPosition room = new RoomPosition(0, new Noted(), new Random(1));
  private int life;

  @Test
  void the_first_join_begins_at_the_last_event() {
    room.joined(10);
    event(12, 10);

    assertThat(room.position()).isEqualTo(12);
    assertThat(shown).containsExactly(12L);
    assertThat(notes).containsExactly("started 10");
    assertThat(room.isLive()).isTrue();
  }

  @Test
  void an_event_that_was_shown_is_dropped() {
    room.joined(10);
    event(12, 10);
    event(12, 10);
    event(9, 8);

    assertThat(shown).containsExactly(12L);
  }

  @Test
  void a_gap_is_closed_by_pages_and_what_came_meanwhile_follows() {
    room.joined(10);
    event(16, 14);
    event(18, 16);
    assertThat(room.isLive()).isFalse();
    room.page(List.of(new Event(12, 10, 1), new Event(14, 12, 1)), life);
    room.page(List.of(new Event(16, 14, 1)), life);

    assertThat(asked).containsExactly(10L, 14L);
    assertThat(shown).containsExactly(12L, 14L, 16L, 18L);
    assertThat(room.isLive()).isTrue();
  }

  @Test
  void a_page_that_failed_is_asked_for_again() {
    room.joined(10);
    event(16, 14);
    room.failed(0, life);
    assertThat(asked).containsExactly(10L);
    later.remove(0).run();

    assertThat(asked).containsExactly(10L, 10L);
  }

  @Test
  void a_page_with_a_hole_is_asked_for_again_after_a_pause() {
    room.joined(10);
    event(16, 14);
    room.page(List.of(new Event(14, 12, 1)), life);
    assertThat(asked).containsExactly(10L);
    later.remove(0).run();

    assertThat(asked).containsExactly(10L, 10L);
    assertThat(shown).isEmpty();
  }

  @Test
  void a_page_of_an_earlier_socket_counts_for_nothing() {
    room.joined(10);
    event(16, 14);
    int before = life;
    room.disconnected();
    room.page(List.of(new Event(12, 10, 1)), before);

    assertThat(shown).isEmpty();
    assertThat(room.position()).isEqualTo(10);
  }

  @Test
  void replayed_events_that_do_not_come_are_a_gap() {
    room.joined(10);
    room.disconnected();
    room.replays(14, 0);
    assertThat(room.isLive()).isFalse();
    room.tick(11_000_000_000L);

    assertThat(asked).containsExactly(10L);
  }

  @Test
  void more_events_than_are_kept_come_by_pages() {
    room.joined(10);
    for (int seq = 20; seq < 2000; seq++) {
      event(seq, seq - 1);
    }
    room.page(List.of(new Event(19, 10, 1)), life);
    List<Event> rest = new ArrayList<>();
    for (int seq = 20; seq < 2000; seq++) {
      rest.add(new Event(seq, seq - 1, 1));
    }
    room.page(rest.subList(0, 1000), life);
    room.page(rest.subList(1000, rest.size()), life);

    assertThat(shown).hasSize(1981).isSorted().doesNotHaveDuplicates();
    assertThat(room.isLive()).isTrue();
  }

  @Test
  void a_gateway_that_is_behind_changes_nothing() {
    room.joined(10);
    room.disconnected();
    room.joinedUnrecovered(8);
    event(12, 10);
    room.page(List.of(new Event(10, 8, 1)), life);

    assertThat(asked).containsExactly(9L);
    assertThat(shown).containsExactly(12L);
    assertThat(notes).containsExactly("started 10");
  }

  @Test
  void another_log_resets_the_room() {
    room.joined(10);
    room.disconnected();
    room.joinedUnrecovered(8);
    event(9, 8);
    room.page(List.of(), life);

    assertThat(notes).containsExactly("started 10", "reset 8");
    assertThat(shown).containsExactly(9L);
  }

  private void event(long seq, long prev) {
    room.event(new Event(seq, prev, 1), 0);
  }

  private final class Noted implements RoomPosition.Context {

    @Override
    public void started(RoomPosition of, long seq) {
      notes.add("started " + seq);
    }

    @Override
    public void reset(RoomPosition of, long seq) {
      notes.add("reset " + seq);
    }

    @Override
    public void show(RoomPosition of, Event event) {
      shown.add(event.seq());
    }

    @Override
    public void ask(RoomPosition of, long after, int ofLife) {
      asked.add(after);
      life = ofLife;
    }

    @Override
    public void later(Runnable task, long millis) {
      later.add(task);
    }
  }
}
