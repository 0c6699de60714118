package chat.presence.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import chat.contract.Author;
import chat.contract.presence.Presence;
import chat.contract.presence.PresenceCodec;
import chat.contract.presence.SessionEvent;
import chat.contract.presence.SessionEvent.Kind;
import chat.contract.presence.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The guarantees that trackers rely on. A closed session lingers for a while; all other delays are
 * a bit longer.
 */
abstract class PresenceStoreContract {

  private static final int PARTITION = 7;
  private static final Offsets LOG = new Offsets(0, 100_000);

  private final Author ann = new Author("ann-" + UUID.randomUUID(), "ann");
  private final String lease = "gateway-1." + UUID.randomUUID();
  private PresenceStore store;
  private long position;

  /** An empty store. */
  protected abstract PresenceStore store();

  /** A gateway acquires a long lease. */
  protected abstract void acquire(String acquired);

  protected abstract void end(String ended);

  /** All data is lost. */
  protected abstract void empty();

  /** Whether the store has data about a user. */
  protected abstract boolean keeps(String user);

  /** Lets time pass, less than the shortest delay of the store. */
  protected abstract void pass();

  @BeforeEach
  void open() {
    store = store();
    assertThat(store.open(PARTITION, LOG, 0)).isEqualTo(new Positions(0, Positions.UNKNOWN));
    store.rebuilt(PARTITION, 0, false);
    acquire(lease);
  }

  @Test
  void a_user_with_a_session_is_online_in_its_rooms() {
    List<Presence> changes = apply(event(Kind.OPENED, "s", "dev", "general"));
    assertThat(changes).hasSize(1);
    Presence online = changes.get(0);
    assertThat(online.user()).isEqualTo(ann);
    assertThat(online.status()).isEqualTo(Status.ONLINE);
    assertThat(online.rooms()).containsExactly("dev", "general");
    assertThat(online.since()).isEqualTo(online.at());
  }

  @Test
  void events_that_were_applied_already_are_not_again() {
    apply(event(Kind.OPENED, "s", "dev"));
    apply(event(Kind.CLOSED, "s"));
    Applied again = OneStep.apply(store, PARTITION, 0, 1, List.of(event(Kind.OPENED, "s", "dev")));

    assertThat(again).isEqualTo(new Applied(position, List.of()));
    assertThat(statusesUntil(Status.OFFLINE)).containsExactly(Status.OFFLINE);
  }

  @Test
  void steps_of_several_partitions_in_one_call_do_not_depend_on_each_other() {
    int other = PARTITION + 1;
    int third = PARTITION + 2;
    for (int partition : new int[] {other, third}) {
      store.open(partition, LOG, 0);
      store.rebuilt(partition, 0, false);
    }
    Author bob = new Author("bob-" + UUID.randomUUID(), "bob");
    SessionEvent opened = event(Kind.OPENED, "s", "dev");
    SessionEvent ofBob =
        new SessionEvent(
            Kind.OPENED, bob, "b", "gateway-1", lease, List.of("ops"), Status.ONLINE, 1);

    List<Applied> applied =
        store.apply(
            List.of(
                new Step<>(PARTITION, 0, 1, List.of(opened)),
                new Step<>(other, 7, 8, List.of(opened)),
                new Step<>(third, 0, 2, List.of(ofBob))));

    assertThat(applied).extracting(Applied::position).containsExactly(1L, 0L, 2L);
    assertThat(applied.get(0).changes()).extracting(Presence::user).containsExactly(ann);
    assertThat(applied.get(1).changes()).isEmpty();
    assertThat(applied.get(2).changes()).extracting(Presence::user).containsExactly(bob);
    List<Presence> online = List.of(applied.get(0).changes().get(0));
    assertThat(
            store.confirm(
                List.of(
                    new Step<>(PARTITION, 5, 6, online),
                    new Step<>(other, 0, 3, List.of()),
                    new Step<>(third, 0, 1, applied.get(2).changes()))))
        .containsExactly(0L, 3L, 1L);
  }

  @Test
  void a_quick_reconnect_publishes_nothing_and_a_late_close_changes_nothing() {
    apply(event(Kind.OPENED, "first", "dev"));
    assertThat(apply(event(Kind.CLOSED, "first"))).isEmpty();
    assertThat(apply(event(Kind.OPENED, "second", "dev"))).isEmpty();
    assertThat(apply(event(Kind.CLOSED, "first"))).isEmpty();
    assertThat(apply(event(Kind.STATUS, "second", Status.AWAY))).isEmpty();

    // When the first session no longer counts, and not before.
    assertThat(statusesUntil(Status.AWAY)).containsExactly(Status.AWAY);
  }

  @Test
  void the_rooms_of_all_sessions_count() {
    apply(event(Kind.OPENED, "desk", "dev"), event(Kind.OPENED, "phone", "general"));
    Presence joined = apply(event(Kind.JOINED, "desk", "ops", "general")).get(0);
    assertThat(joined.rooms()).containsExactly("dev", "general", "ops");
    assertThat(joined.since()).isLessThan(joined.at());
    assertThat(apply(event(Kind.LEFT, "desk", "general", "dev")).get(0).rooms())
        .containsExactly("general", "ops");
    assertThat(apply(event(Kind.JOINED, "phone", "ops"))).isEmpty();
  }

  @Test
  void of_more_rooms_than_a_record_can_hold_some_are_left_out() {
    int sessions = Presence.MOST_ROOMS / 200 + 2;
    SessionEvent[] events = new SessionEvent[sessions];
    for (int i = 0; i < sessions; i++) {
      int session = i;
      events[i] =
          event(
              Kind.OPENED,
              "s-" + i,
              IntStream.range(0, 200)
                  .mapToObj(room -> "r-" + session + "-" + room + "-" + "x".repeat(50))
                  .toArray(String[]::new));
    }
    Presence online = apply(events).get(0);

    assertThat(online.rooms()).hasSize(Presence.MOST_ROOMS).isSorted().doesNotHaveDuplicates();
    assertThat(PresenceCodec.encode(online)).hasSizeLessThan(1 << 20);
    assertThat(apply(event(Kind.STATUS, "s-0", Status.ONLINE))).as("it is no news").isEmpty();
  }

  @Test
  void any_number_of_sessions_ends_with_their_lease() {
    for (int i = 0; i < 50; i++) {
      int hundreds = 200 * i;
      apply(
          IntStream.range(0, 200)
              .mapToObj(session -> event(Kind.OPENED, "s-" + (hundreds + session), "dev"))
              .toArray(SessionEvent[]::new));
    }
    end(lease);

    assertThat(statusesUntil(Status.OFFLINE)).containsExactly(Status.OFFLINE);
  }

  @Test
  void a_user_is_away_if_all_sessions_are_away() {
    apply(event(Kind.OPENED, "desk"), event(Kind.OPENED, "phone"));
    assertThat(apply(event(Kind.STATUS, "desk", Status.AWAY))).isEmpty();
    assertThat(apply(event(Kind.STATUS, "phone", Status.AWAY)).get(0).status())
        .isEqualTo(Status.AWAY);
    assertThat(apply(event(Kind.STATUS, "desk", Status.ONLINE)).get(0).status())
        .isEqualTo(Status.ONLINE);
  }

  @Test
  void sessions_go_with_their_gateway_s_lease_and_do_not_come_without_one() {
    apply(event(Kind.OPENED, "s", "dev"));
    end(lease);
    assertThat(statusesUntil(Status.OFFLINE)).containsExactly(Status.OFFLINE);
    assertThat(apply(event(Kind.OPENED, "t", "dev"))).isEmpty();
  }

  @Test
  void a_session_that_is_told_of_again_under_another_lease_outlives_the_first() {
    apply(event(Kind.OPENED, "s", "dev"));
    String other = "gateway-1." + UUID.randomUUID();
    acquire(other);
    SessionEvent again =
        new SessionEvent(
            Kind.OPENED, ann, "s", "gateway-1", other, List.of("dev"), Status.ONLINE, 1);
    assertThat(apply(again)).isEmpty();
    end(lease);
    assertThat(apply(event(Kind.STATUS, "s", Status.AWAY)).get(0).status()).isEqualTo(Status.AWAY);
    end(other);
    assertThat(statusesUntil(Status.OFFLINE)).containsExactly(Status.OFFLINE);
  }

  @Test
  void a_change_that_is_not_read_back_is_published_again_and_offline_users_leave_nothing_behind() {
    Presence online = apply(event(Kind.OPENED, "s", "dev")).get(0);
    assertThat(tickUntil(Status.ONLINE)).containsExactly(online);
    OneStep.confirm(store, PARTITION, 0, 1, List.of(online));
    apply(event(Kind.CLOSED, "s"));
    Presence offline = tickUntil(Status.OFFLINE).get(0);
    assertThat(keeps(ann.id())).isTrue();
    OneStep.confirm(store, PARTITION, 1, 2, List.of(offline));

    assertThat(keeps(ann.id())).isFalse();
    assertThat(store.open(PARTITION, LOG, 0)).isEqualTo(new Positions(position, 2));
  }

  @Test
  void presence_is_published_again_if_the_last_record_differs() {
    Presence online = apply(event(Kind.OPENED, "s", "dev")).get(0);
    Presence away = apply(event(Kind.STATUS, "s", Status.AWAY)).get(0);
    OneStep.confirm(store, PARTITION, 0, 1, List.of(online));
    OneStep.confirm(store, PARTITION, 1, 2, List.of(away));
    OneStep.confirm(store, PARTITION, 2, 3, List.of(online));

    assertThat(tickUntil(Status.AWAY)).containsExactly(away);
  }

  @Test
  void records_from_another_position_are_ignored() {
    Presence ghost = new Presence(ann, Status.ONLINE, 1, 1, List.of("dev"));
    assertThat(OneStep.confirm(store, PARTITION, 4, 5, List.of(ghost))).isEqualTo(0);
    assertThat(keeps(ann.id())).isFalse();
    assertThat(store.tick(List.of(PARTITION)).positions())
        .containsEntry(PARTITION, new Positions(position, 0));
  }

  @Test
  void a_claimed_user_without_a_session_is_offline_after_a_while() {
    Presence ghost = new Presence(ann, Status.ONLINE, 1, 1, List.of("dev"));
    OneStep.confirm(store, PARTITION, 0, 1, List.of(ghost));
    assertThat(statusesUntil(Status.OFFLINE)).containsExactly(Status.OFFLINE);
  }

  @Test
  void
      a_store_that_lost_all_says_so_and_keeps_what_was_published_until_gateways_have_told_of_their_sessions() {
    Presence online = apply(event(Kind.OPENED, "s", "dev")).get(0);
    Author bob = new Author("bob-" + UUID.randomUUID(), "bob");
    empty();
    assertThat(OneStep.apply(store, PARTITION, position, position + 1, List.of()).position())
        .isEqualTo(Positions.UNKNOWN);
    assertThat(store.tick(List.of(PARTITION)).positions())
        .containsEntry(PARTITION, new Positions(Positions.UNKNOWN, Positions.UNKNOWN));
    assertThat(store.open(PARTITION, LOG, position))
        .isEqualTo(new Positions(position, Positions.UNKNOWN));
    store.claim(PARTITION, List.of(online, new Presence(bob, Status.AWAY, 1, 1, List.of("dev"))));
    store.rebuilt(PARTITION, 2, true);
    acquire(lease);
    assertThat(apply(event(Kind.OPENED, "s", "dev"))).isEmpty();

    List<Presence> changes = tickUntil(Status.OFFLINE);
    assertThat(changes).extracting(Presence::user).containsExactly(bob);
  }

  @Test
  void a_position_outside_of_the_log_is_invalid() {
    apply(event(Kind.OPENED, "s", "dev"));
    assertThat(store.open(PARTITION, new Offsets(position + 5, position + 9), position + 5))
        .isEqualTo(new Positions(position + 5, Positions.UNKNOWN));
  }

  private List<Presence> apply(SessionEvent... events) {
    pass();
    long to = position + events.length;
    Applied applied = OneStep.apply(store, PARTITION, position, to, List.of(events));
    assertThat(applied.position()).isEqualTo(to);
    position = to;
    return applied.changes();
  }

  private List<Status> statusesUntil(Status last) {
    return tickUntil(last).stream().map(Presence::status).distinct().toList();
  }

  /** The published presence, confirmed at once except for the awaited one. */
  private List<Presence> tickUntil(Status last) {
    List<Presence> said = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      List<Presence> changes = store.tick(List.of(PARTITION)).changes();
      // A repeated publication is ignored here.
      changes.stream().filter(change -> said.stream().noneMatch(change::equals)).forEach(said::add);
      if (changes.stream().anyMatch(change -> change.status() == last)) {
        return said.stream().filter(change -> change.status() == last).toList();
      }
      pass();
    }
    throw new AssertionError("never " + last + ", but " + said);
  }

  private SessionEvent event(Kind kind, String session, String... rooms) {
    return event(kind, session, Status.ONLINE, rooms);
  }

  private SessionEvent event(Kind kind, String session, Status status, String... rooms) {
    return new SessionEvent(kind, ann, session, "gateway-1", lease, List.of(rooms), status, 1_000);
  }
}
