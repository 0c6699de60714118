package chat.gateway.room;

import static chat.contract.event.MemberChange.Action.JOINED;
import static chat.contract.event.MemberChange.Action.KICKED;
import static chat.contract.event.MemberChange.Action.LEFT;
import static org.assertj.core.api.Assertions.assertThat;

import chat.contract.Author;
import chat.contract.event.Read;
import chat.contract.log.ErasedUsers;
import chat.gateway.log.LoggedEvent;
import chat.gateway.session.TestHub;
import chat.gateway.signals.MarkerAudience;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Who is told of a read marker, also if the user was removed between the move and the record. */
class MarkerAudienceTest {

  private static final Author ANN = new Author("ann", "ann");
  private static final Author BOB = new Author("bob", "bob");

  private final LoggedRooms log = new LoggedRooms(new NoObserver(), TestHub.started());
  private final ErasedUsers erased = new ErasedUsers();
  private final List<Read> read = new ArrayList<>();
  private final List<Supplier<MarkerAudience>> audiences = new ArrayList<>();
  private final Reading reading =
      new Reading(
          log.rooms,
          log.history,
          log,
          (marker, audience) -> {
            read.add(marker);
            audiences.add(audience);
          },
          erased);

  @Test
  void a_member_of_a_small_room_tells_all_until_removed() {
    for (var end : List.of(KICKED, LEFT)) {
      String room = "dev-" + end.word();
      log.make(room, ANN);
      log.change(room, BOB, JOINED, ANN);
      Supplier<MarkerAudience> audience = audience(BOB, room);

      assertThat(audience.get()).isEqualTo(MarkerAudience.ROOM);
      log.change(room, BOB, end, ANN);
      assertThat(audience.get()).isEqualTo(MarkerAudience.NONE);
    }
  }

  @Test
  void a_member_of_a_large_room_tells_only_the_own_devices() {
    log.make("dev", ANN);
    for (int i = 0; i < 199; i++) {
      log.change("dev", new Author("u" + i, "user" + i), JOINED, ANN);
    }
    assertThat(audience(ANN, "dev").get()).isEqualTo(MarkerAudience.ROOM);
    log.change("dev", BOB, JOINED, ANN);
    assertThat(audience(ANN, "dev").get()).isEqualTo(MarkerAudience.OWN_DEVICES);
  }

  @Test
  void no_one_is_told_of_the_marker_of_an_erased_user() {
    log.make("dev", ANN);
    Supplier<MarkerAudience> audience = audience(ANN, "dev");
    erased.add("ann", 1);

    assertThat(audience.get()).isEqualTo(MarkerAudience.NONE);
  }

  private Supplier<MarkerAudience> audience(Author user, String room) {
    reading.upTo(user, room, log.end()).join();
    assertThat(read).last().isEqualTo(new Read(room, user, log.end()));
    return audiences.get(audiences.size() - 1);
  }

  private static final class NoObserver implements EventObserver {

    @Override
    public void observe(LoggedEvent event) {}

    @Override
    public void reset() {}
  }
}
