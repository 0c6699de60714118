package chat.gateway.inbox;

import static chat.contract.event.MemberChange.Action.JOINED;
import static chat.contract.event.MemberChange.Action.KICKED;
import static chat.gateway.inbox.InboxTrial.ANN;
import static chat.gateway.inbox.InboxTrial.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.contract.Author;
import chat.sockets.fanout.Frame;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The bound of all inboxes together, and what it does to users. */
class InboxMemoryTest {

  private static final int ROOM = InboxMemory.ENTRY + InboxMemory.ofRoom("one");

  private static InboxTrial memoryFor(int rooms) {
    return new InboxTrial((long) rooms * ROOM, 10_000, 1 << 20);
  }

  @Test
  void rooms_beyond_the_bound_are_listed_but_not_told_of() {
    InboxTrial small = memoryFor(1);
    InboxTrial.Client ann = small.new Client(ANN);
    small.log.make("one", ANN);
    small.log.make("two", ANN);
    JsonNode inbox = ann.inbox();
    assertThat(inbox.path("rooms")).hasSize(2);
    assertThat(inbox.path("partial").booleanValue()).isTrue();
    assertThat(small.inboxes.entries()).isEqualTo(1);
    assertThat(small.memory.refusals()).isEqualTo(1);
  }

  @Test
  void a_user_who_asks_again_when_there_is_memory_is_told_of_all() {
    InboxTrial small = memoryFor(1);
    InboxTrial.Client ann = small.new Client(ANN);
    small.log.make("one", ANN);
    small.log.make("two", ANN);
    assertThat(ann.inbox().path("partial").booleanValue()).isTrue();
    small.log.change("two", ANN, KICKED, BOB);
    assertThat(ann.one().path("type").stringValue()).isEqualTo("removed");
    assertThat(ann.inbox().path("partial").isMissingNode()).isTrue();
    small.log.say("one", BOB, "1");
    assertThat(ann.one().path("room").stringValue()).isEqualTo("one");
  }

  @Test
  void the_least_recently_active_room_makes_room_for_a_new_one() {
    InboxTrial small = memoryFor(2);
    InboxTrial.Client ann = small.new Client(ANN);
    small.log.make("one", ANN);
    small.log.make("two", ANN);
    ann.inbox();
    small.log.make("six", BOB);
    small.log.change("six", ANN, JOINED, BOB);
    JsonNode added = ann.one();
    assertThat(added.path("type").stringValue()).isEqualTo("added");
    assertThat(added.path("partial").booleanValue()).as("from now on").isTrue();
    small.log.say("six", BOB, "1");
    small.wait(Duration.ofSeconds(1));
    assertThat(ann.one().path("type").stringValue()).isEqualTo("activity");
    small.log.say("one", ANN, "1");
    assertThat(ann.take()).isEmpty();
    assertThat(small.inboxes.entries()).isEqualTo(2);
  }

  @Test
  void a_user_who_asks_again_is_told_of_the_rooms_that_are_the_latest_now() {
    InboxMemory memory = new InboxMemory(2L * ROOM);
    InboxIndex index = new InboxIndex(room -> 10, memory);
    UserInbox inbox = index.open("ann");
    for (List<String> latest :
        List.of(List.of("one", "two", "six"), List.of("six", "one", "two"))) {
      assertThat(index.put(inbox, latest)).isFalse();
      assertThat(latest).filteredOn(room -> inbox.entries.get(room) != null).hasSize(2);
      assertThat(inbox.entries.get(latest.get(0))).isNotNull();
      assertThat(inbox.entries.get(latest.get(1))).isNotNull();
    }
    assertThat(index.put(inbox, List.of("a-name-that-is-too-long", "six", "one"))).isFalse();
    assertThat(index.entries()).as("all stay").isEqualTo(2);
  }

  @Test
  void a_room_that_finds_no_capacity_is_told_once() {
    InboxTrial small = memoryFor(0);
    InboxTrial.Client ann = small.new Client(ANN);
    ann.inbox();
    small.log.make("two", BOB);
    small.log.change("two", ANN, JOINED, BOB);
    JsonNode added = ann.one();
    assertThat(added.path("type").stringValue()).isEqualTo("added");
    assertThat(added.path("room").stringValue()).isEqualTo("two");
    assertThat(added.at("/by/id").stringValue()).isEqualTo("bob");
    small.log.say("two", BOB, "1");
    assertThat(ann.take()).isEmpty();
    assertThat(small.inboxes.entries()).isZero();
  }

  @Test
  void a_full_memory_takes_no_room_of_those_who_have_some() {
    InboxTrial small = memoryFor(10);
    InboxTrial.Client ann = small.new Client(ANN);
    IntStream.range(0, 10).forEach(room -> small.log.make("r-" + room, ANN));
    ann.inbox();
    assertThat(small.inboxes.entries()).isEqualTo(10);
    for (int i = 0; i < 100; i++) {
      assertThat(small.new Client(new Author("user" + i, "user" + i)).inbox().path("rooms"))
          .isEmpty();
    }
    InboxTrial.Client bob = small.new Client(BOB);
    small.log.make("bobs", BOB);
    assertThat(bob.inbox().path("partial").booleanValue()).isTrue();
    small.log.make("a-very-long-name-that-takes-more-memory", BOB);
    small.log.change("a-very-long-name-that-takes-more-memory", ANN, JOINED, BOB);
    assertThat(ann.one().path("type").stringValue()).isEqualTo("added");
    assertThat(ann.inbox().path("partial").booleanValue()).isTrue();
    assertThat(small.inboxes.entries()).isEqualTo(10);
  }

  @Test
  void users_who_come_late_find_memory_for_some_rooms() {
    InboxMemory memory = new InboxMemory(1_000_000);
    InboxIndex index = new InboxIndex(room -> 10, memory);
    for (int user = 0; user < 12; user++) {
      UserInbox inbox = index.open("user-" + user);
      String owner = "of-" + user + "-";
      boolean isAll =
          index.put(inbox, IntStream.range(0, 1_000).mapToObj(room -> owner + room).toList());
      assertThat(isAll).isEqualTo(user == 0);
      assertThat(inbox.entries.size()).as("user %d", user).isGreaterThanOrEqualTo(50);
    }
    assertThat(memory.ofRooms()).isLessThanOrEqualTo(1_000_000);
  }

  @Test
  void a_removal_is_told_to_all_sockets_while_one_of_them_lists() {
    InboxTrial small = memoryFor(0);
    InboxTrial.Client tab = small.new Client(ANN);
    small.log.make("one", BOB);
    small.log.change("one", ANN, JOINED, BOB);
    tab.inbox();
    InboxTrial.Client other = small.new Client(ANN);
    CompletableFuture<Void> listing = other.list(10, null);
    small.loop.step();
    small.log.change("one", ANN, KICKED, BOB);
    assertThat(tab.one().path("type").stringValue()).isEqualTo("removed");
    small.settle(listing::isDone);
    assertThat(other.take())
        .extracting(frame -> frame.path("type").stringValue("inbox"))
        .containsExactly("inbox", "removed");
  }

  @Test
  void activity_while_a_list_is_read_takes_no_memory_and_is_told_once_after_it() {
    InboxTrial trial = memoryFor(1);
    InboxTrial.Client ann = trial.new Client(ANN);
    trial.log.make("one", ANN);
    ann.inbox();
    UserInbox inbox = new UserInbox("ann");
    InboxEntry entry = new InboxEntry(inbox, new WatchedRoom("one"));
    InboxSocket socket = new InboxSocket(ann.connection, trial.loop, trial.memory);
    inbox.sockets.add(socket);
    socket.lists = 1;
    long before = trial.memory.used();
    IntStream.range(0, 1_000).forEach(i -> inbox.tell(entry, InboxFrames.removed("one", "left")));
    assertThat(trial.memory.used()).isEqualTo(before);
    assertThat(socket.listed(null)).containsExactly(entry);
    assertThat(ann.take()).isEmpty();
  }

  @Test
  void frames_held_back_beyond_the_bound_close_the_connection_to_come_back() {
    InboxTrial small = memoryFor(1);
    InboxTrial.Client ann = small.new Client(ANN);
    ann.inbox();
    InboxSocket socket = new InboxSocket(ann.connection, small.loop, small.memory);
    socket.lists = 1;
    Frame frame = InboxFrames.removed("one", "left");
    int reserved = (16 << 10) / frame.bytes().length;
    IntStream.range(0, reserved).forEach(i -> socket.send(frame));
    small.step();
    assertThat(ann.connection.isClosed()).isFalse();
    socket.send(frame);
    small.step();
    assertThat(ann.connection.isClosed()).isTrue();
    assertThat(small.memory.used()).as("no held byte").isEqualTo(InboxMemory.SOCKET);
  }

  @Test
  void an_entry_that_cannot_be_told_keeps_no_other_from_it() {
    InboxTrial trial = memoryFor(1);
    List<InboxEntry> told = new ArrayList<>();
    List<InboxEntry> three =
        IntStream.range(0, 3)
            .mapToObj(i -> new InboxEntry(new UserInbox("ann"), new WatchedRoom("r" + i)))
            .toList();
    DueEntries due =
        new DueEntries(
            trial.loop,
            (entry, last) -> {
              told.add(entry);
              if (entry == three.get(1)) {
                throw new IllegalStateException("planted");
              }
            });
    three.forEach(entry -> due.add(entry, 1_000_001, null));
    trial.wait(Duration.ofSeconds(1));
    trial.step();
    assertThat(told).containsExactlyInAnyOrderElementsOf(three);
    assertThat(three).noneMatch(entry -> entry.queued);
  }

  @Test
  void no_byte_is_left_when_all_connections_have_ended() {
    InboxTrial trial = new InboxTrial(2_000, 10_000, 1 << 20);
    Random random = new Random(7);
    List<Author> people =
        IntStream.range(0, 6).mapToObj(i -> new Author("user" + i, "user" + i)).toList();
    Set<String> members = new HashSet<>();
    List<InboxTrial.Client> clients = new ArrayList<>();
    List<CompletableFuture<Void>> lists = new ArrayList<>();
    IntStream.range(0, 12).forEach(room -> trial.log.make("room-" + room, ANN));
    for (int step = 0; step < 2_000; step++) {
      Author who = people.get(random.nextInt(people.size()));
      String room = "room-" + random.nextInt(12);
      switch (random.nextInt(6)) {
        case 0 -> {
          InboxTrial.Client client = trial.new Client(who);
          clients.add(client);
          lists.add(client.list(5, null));
        }
        case 1 -> {
          if (!clients.isEmpty()) {
            clients.remove(random.nextInt(clients.size())).connection.gone();
          }
        }
        case 2 -> trial.step();
        case 3 -> trial.log.say(room, ANN, "hi");
        default -> {
          boolean joins = members.add(room + who.id());
          trial.log.change(room, who, joins ? JOINED : KICKED, ANN);
          if (!joins) {
            members.remove(room + who.id());
          }
        }
      }
      assertThat(trial.memory.ofRooms()).isLessThanOrEqualTo(2_000);
    }
    trial.settle(() -> lists.stream().allMatch(CompletableFuture::isDone));
    clients.forEach(client -> client.connection.gone());
    trial.settle(() -> trial.inboxes.entries() == 0);
    assertThat(trial.memory.used()).isZero();
  }

  /** Entries of many users in shared rooms take what is counted for them. */
  @Test
  void the_counted_bytes_are_those_of_the_heap() {
    // What else runs in this JVM may take or free memory during a measurement, but not during all.
    await()
        .pollInSameThread()
        .pollDelay(Duration.ZERO)
        .atMost(Duration.ofMinutes(2))
        .untilAsserted(() -> assertThat(measured()).isBetween(0.5, 1.3));
  }

  private static double measured() {
    int users = 3_000;
    List<String> names = IntStream.range(0, 2_000).mapToObj(room -> "room-" + room).toList();
    long before = heap();
    InboxMemory memory = new InboxMemory(Long.MAX_VALUE);
    InboxIndex index = new InboxIndex(room -> 10, memory);
    for (int user = 0; user < users; user++) {
      int from = user * 7 % 1_900;
      index.put(index.open("user-" + user), copies(names.subList(from, from + 100)));
    }
    long taken = heap() - before;
    assertThat(index.entries()).isEqualTo(users * 100);
    return (double) taken / memory.used();
  }

  /** Names that nothing else keeps. */
  private static List<String> copies(List<String> names) {
    return names.stream().map(name -> new String(name.toCharArray())).toList();
  }

  private static long heap() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
