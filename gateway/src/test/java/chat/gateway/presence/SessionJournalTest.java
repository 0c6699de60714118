package chat.gateway.presence;

import static org.assertj.core.api.Assertions.assertThat;

import chat.contract.Author;
import chat.contract.presence.SessionEvent;
import chat.contract.presence.SessionEvent.Kind;
import chat.contract.presence.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SessionJournalTest {

  private static final PresenceSettings SETTINGS =
      new PresenceSettings(
          Duration.ofMillis(200),
          Duration.ofSeconds(15),
          Duration.ofSeconds(5),
          Duration.ofMillis(500),
          Duration.ofSeconds(1),
          2,
          3,
          200,
          Duration.ofSeconds(1),
          Long.MAX_VALUE,
          Duration.ofMinutes(1));

  private Instant now = Instant.ofEpochSecond(1_000);
  private Duration dayTimeAhead = Duration.ZERO;
  private final SessionJournal journal =
      new SessionJournal(
          "gateway-1", "gateway-1.a", () -> now.plus(dayTimeAhead), () -> now, SETTINGS);

  @Test
  void a_connect_with_its_rooms_is_one_record_and_its_end_another() {
    TrackedSession session = open("s");
    session.joined("dev");
    session.joined("ops");
    assertThat(journal.due()).isEmpty();
    pass(200);
    assertThat(journal.due())
        .containsExactly(
            new SessionEvent(
                Kind.OPENED,
                session.user,
                "s",
                "gateway-1",
                "gateway-1.a",
                List.of("dev", "ops"),
                Status.ONLINE,
                now.toEpochMilli()));
    session.closed();
    pass(200);
    assertThat(kinds()).containsExactly(Kind.CLOSED);
    pass(10_000);
    assertThat(journal.due()).isEmpty();
  }

  @Test
  void a_clock_that_is_set_back_holds_no_change_up() {
    dayTimeAhead = Duration.ofMinutes(10);
    open("s");
    dayTimeAhead = Duration.ZERO;
    pass(200);

    assertThat(kinds()).containsExactly(Kind.OPENED);
  }

  @Test
  void a_change_that_is_undone_while_changes_are_gathered_is_not_sent() {
    TrackedSession session = open("s");
    session.joined("dev");
    told();
    session.left("dev");
    session.joined("dev");
    session.joined("ops");
    session.left("ops");
    session.left("never");
    pass(200);

    assertThat(journal.due()).isEmpty();
  }

  @Test
  void changes_of_rooms_and_status_are_sent() {
    TrackedSession session = open("s");
    session.joined("dev");
    told();
    session.joined("ops");
    session.left("dev");
    session.setStatus(Status.AWAY);
    session.setStatus(Status.AWAY);
    pass(200);
    List<SessionEvent> events = journal.due();

    assertThat(events)
        .extracting(SessionEvent::kind)
        .containsExactly(Kind.JOINED, Kind.LEFT, Kind.STATUS);
    assertThat(events.get(0).rooms()).containsExactly("ops");
    assertThat(events.get(1).rooms()).containsExactly("dev");
    assertThat(events.get(2).status()).isEqualTo(Status.AWAY);
  }

  @Test
  void rooms_beyond_the_limit_of_a_session_are_not_sent() {
    TrackedSession session = open("s");
    List.of("a", "b", "c").forEach(session::joined);
    session.left("c");
    pass(200);
    assertThat(journal.due().get(0).rooms()).containsExactly("a", "b");
  }

  @Test
  void a_new_lease_announces_all_open_sessions_in_steps() {
    for (int i = 0; i < 5; i++) {
      open("s" + i);
    }
    TrackedSession gone = open("gone");
    told();
    journal.announce("gateway-1.b");
    gone.closed();
    pass(200);
    List<SessionEvent> first = journal.announcements();
    List<SessionEvent> second = journal.announcements();

    assertThat(first.size() + second.size()).isEqualTo(5);
    assertThat(first.size()).isBetween(2, 4);
    assertThat(first).extracting(SessionEvent::lease).containsOnly("gateway-1.b");
    assertThat(second).extracting(SessionEvent::kind).containsOnly(Kind.OPENED);
    assertThat(journal.announcements()).isEmpty();
    assertThat(kinds()).containsExactly(Kind.CLOSED);
  }

  @Test
  void changes_of_many_sessions_are_removed_in_steps() {
    for (int i = 0; i < 1000; i++) {
      open("s" + i);
    }
    pass(200);
    Set<String> sessions = new HashSet<>();
    int largest = 0;
    for (List<SessionEvent> step = journal.due(); !step.isEmpty(); step = journal.due()) {
      largest = Math.max(largest, step.size());
      step.forEach(event -> sessions.add(event.session()));
    }

    assertThat(sessions).hasSize(1000);
    assertThat(largest).isLessThan(100);
  }

  @Test
  void the_rest_is_sent_at_once() {
    TrackedSession session = open("s");
    session.closed();
    session.closed();
    assertThat(journal.rest())
        .extracting(SessionEvent::kind)
        .containsExactly(Kind.OPENED, Kind.CLOSED);
  }

  private TrackedSession open(String id) {
    TrackedSession session = new TrackedSession(id, new Author("u1", "ann"), journal);
    journal.opened(session);
    return session;
  }

  private void told() {
    pass(200);
    assertThat(journal.due()).isNotEmpty();
  }

  private List<Kind> kinds() {
    return journal.due().stream().map(SessionEvent::kind).toList();
  }

  private void pass(long millis) {
    now = now.plusMillis(millis);
  }
}
