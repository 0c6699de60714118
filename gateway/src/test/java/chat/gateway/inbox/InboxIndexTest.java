package chat.gateway.inbox;

import static chat.contract.event.MemberChange.Action.JOINED;
import static chat.gateway.inbox.InboxTrial.ANN;
import static chat.gateway.inbox.InboxTrial.BOB;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import chat.contract.Author;
import chat.contract.event.Edited;
import chat.contract.event.Message;
import chat.contract.event.RoomEventCodec;
import chat.gateway.log.Change;
import chat.gateway.log.LoggedEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The rooms that are held for inboxes, and their last messages. */
class InboxIndexTest {

  private final InboxTrial trial = new InboxTrial();
  private final InboxTrial.Client bob = trial.new Client(BOB);

  @BeforeEach
  void room() {
    trial.log.make("dev", ANN);
    trial.log.change("dev", BOB, JOINED, ANN);
  }

  @Test
  void the_least_recently_active_room_goes_first() {
    InboxIndex index = new InboxIndex(room -> 10, trial.memory);
    UserInbox inbox = index.open("ann");
    List<String> names = new ArrayList<>();
    for (int i = 0; i < InboxIndex.MAX_ROOMS; i++) {
      names.add("room-" + i);
    }
    index.put(inbox, names);
    inbox.entries.forEach(entry -> entry.room.lastSeq = 5);
    requireNonNull(inbox.entries.get("room-700")).room.lastSeq = 4;
    index.addLatest(inbox, "late");
    assertThat(inbox.entries.size()).isEqualTo(InboxIndex.MAX_ROOMS);
    assertThat(inbox.entries.get("late")).isNotNull();
    assertThat(inbox.entries.get("room-700")).isNull();
  }

  @Test
  void a_changed_last_message_older_than_the_tail_is_read_once_for_all() {
    trial.log.change("dev", new Author("cyd", "cyd"), JOINED, ANN);
    long end = trial.log.end();
    EmptyTail lookUps = new EmptyTail();
    InboxIndex index = new InboxIndex(room -> end, trial.memory);
    InboxActivity activity = new InboxActivity(index, trial.loop, lookUps);
    List<InboxTrial.Client> clients =
        List.of(trial.new Client(ANN), bob, trial.new Client(new Author("cyd", "cyd")));
    for (InboxTrial.Client client : clients) {
      UserInbox inbox = index.open(client.user.id());
      inbox.sockets.add(new InboxSocket(client.connection, trial.loop, trial.memory));
      index.put(inbox, List.of("dev"));
      RoomNews news = trial.lists.one(client.user.id(), "dev", end).join().orElseThrow();
      assertThat(requireNonNull(inbox.entries.get("dev")).counted(news, end)).isTrue();
    }

    Edited edit = new Edited("dev", "e", ANN, 1, "new", List.of(), 5);
    new InboxChanges(index, activity, lookUps)
        .apply(new LoggedEvent("dev", Edited.TYPE, end + 1, end, RoomEventCodec.encode(edit)));
    for (InboxTrial.Client client : clients) {
      assertThat(client.one().at("/last/content").stringValue()).isEqualTo("new");
    }
    assertThat(lookUps.reads).isEqualTo(1);
  }

  @Test
  void a_message_whose_prev_is_not_known_is_told_without_it() {
    InboxIndex index = new InboxIndex(room -> 10, trial.memory);
    UserInbox inbox = index.open("bob");
    index.put(inbox, List.of("dev"));
    LoggedEvent first =
        new LoggedEvent("dev", Message.TYPE, 5, -1, "{\"id\":\"m\"}".getBytes(UTF_8));
    byte[] frame = InboxFrames.activity(requireNonNull(inbox.entries.get("dev")), first).bytes();
    assertThat(new String(frame, UTF_8)).contains("\"last\":{\"seq\":5,\"id\":\"m\"}");
  }

  /** Rooms whose newest message is only in the tables. */
  private static final class EmptyTail implements InboxActivity.LookUps {
    int reads;

    @Override
    public CompletableFuture<Optional<RoomNews>> news(String user, String room, long upTo) {
      throw new AssertionError("counted again: " + user);
    }

    @Override
    public Optional<LoggedEvent> newest(WatchedRoom room) {
      return Optional.empty();
    }

    @Override
    public CompletableFuture<Optional<LoggedEvent>> newest(String room, long upTo) {
      reads++;
      byte[] message = "{\"content\":\"new\"}".getBytes(UTF_8);
      return CompletableFuture.completedFuture(
          Optional.of(new LoggedEvent(room, Message.TYPE, 1, 0, message)));
    }

    @Override
    public Optional<String> author(WatchedRoom room, Change deletion) {
      return Optional.empty();
    }
  }
}
