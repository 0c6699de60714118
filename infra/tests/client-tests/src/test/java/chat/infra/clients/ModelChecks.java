package chat.infra.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.infra.clients.ClientModel.Sent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.ThrowingRunnable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What must hold whenever all faults are over: clients, their stores and the log agree. */
final class ModelChecks {

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(50);

  private final Service service;
  private final List<ModelUser> users;
  private final List<String> rooms;
  // What became of each message, as its sender's client said. A reload forgets it, so it is kept
  // here.
  private final Map<String, String> results = new HashMap<>();
  private final Set<String> stored = new HashSet<>();

  ModelChecks(Service service, List<ModelUser> users, List<String> rooms) {
    this.service = service;
    this.users = users;
    this.rooms = rooms;
  }

  /** Lets clients work for a time, or until all who can have sent what they had. */
  void pause(List<ModelUser> devices, Duration longest) {
    try {
      await()
          .pollInSameThread()
          .pollInterval(POLL)
          .atMost(longest.plus(POLL.multipliedBy(2)))
          .until(() -> devices.stream().filter(ModelUser::isAwake).allMatch(ModelChecks::isIdle));
    } catch (ConditionTimeoutException e) {
      // The next step comes while they work.
    }
  }

  /** Keeps what a client knows that is about to end. */
  void remember(ModelUser user) {
    JsonNode state = user.state();
    state.path("problems").forEach(problem -> assertExpected(user, problem.stringValue()));
    state.path("results").properties().forEach(one -> settle(one.getKey(), one.getValue()));
    state.path("stored").forEach(id -> stored.add(id.stringValue()));
  }

  void check(Map<String, Sent> sent) {
    try {
      await()
          .pollInSameThread()
          .pollInterval(POLL.multipliedBy(4))
          .atMost(PATIENCE)
          .until(() -> users.stream().allMatch(ModelChecks::isIdle));
    } catch (ConditionTimeoutException e) {
      Map<String, JsonNode> states = new TreeMap<>();
      users.forEach(user -> states.put(user.id, unsettled(user)));
      throw new AssertionError("not settled: " + states, e);
    }
    users.forEach(this::remember);
    for (String room : rooms) {
      checkRoom(room, sent);
    }
    checkInboxes();
    users.forEach(user -> user.call("discard", Map.of()));
  }

  private static JsonNode unsettled(ModelUser user) {
    return ((ObjectNode) user.state()).without(List.of("results", "stored"));
  }

  private static boolean isIdle(ModelUser user) {
    JsonNode state = user.state();
    return "live".equals(state.path("phase").stringValue()) && state.path("waiting").isEmpty();
  }

  private void settle(String id, JsonNode result) {
    String known = results.put(id, result.stringValue());
    if (known != null && known.startsWith("ack")) {
      assertThat(result.stringValue()).as(id).isEqualTo(known);
    }
  }

  private void checkRoom(String room, Map<String, Sent> sent) {
    List<JsonNode> chain = service.events(room);
    Map<String, Long> places = new HashMap<>();
    for (JsonNode event : chain) {
      if ("message".equals(event.path("type").stringValue())) {
        String id = event.path("id").stringValue();
        assertThat(places.put(id, event.path("seq").longValue())).as("twice: " + id).isNull();
      }
    }
    List<Sent> here =
        sent.values().stream()
            .filter(message -> message.room().equals(room))
            .sorted(Comparator.comparingInt(Sent::number))
            .toList();
    here.forEach(message -> checkSent(message, places));
    checkOrder(here, places);
    List<Long> seqs = chain.stream().map(event -> event.path("seq").longValue()).toList();
    users.forEach(user -> checkShown(user, room, seqs));
    users.forEach(user -> checkStore(user, room));
  }

  /** Acknowledged is in the log, refused is not, and what was stored is one of both. */
  private void checkSent(Sent message, Map<String, Long> places) {
    Long place = places.get(message.id());
    String result = results.get(message.id());
    if (result == null) {
      // Its client ended before the message was stored, or before it heard of the ack.
      assertThat(place != null || !stored.contains(message.id())).as("lost: " + message).isTrue();
    } else if (result.startsWith("ack")) {
      assertThat(result).as("place of " + message).isEqualTo("ack " + place);
    } else {
      assertThat(place).as("refused, but in the log: " + message).isNull();
    }
  }

  /** What one device sends to one room keeps its order. */
  private static void checkOrder(List<Sent> here, Map<String, Long> places) {
    Map<String, Long> last = new HashMap<>();
    for (Sent message : here) {
      Long place = places.get(message.id());
      if (place != null) {
        Long before = last.put(message.device(), place);
        assertThat(before == null || before < place).as("overtaken: " + message).isTrue();
      }
    }
  }

  /** From its first event on, a client has shown all of them, in order. */
  private static void checkShown(ModelUser user, String room, List<Long> chain) {
    List<Long> shown = new ArrayList<>();
    JsonNode answer = user.call("shown", Map.of("room", room));
    answer.path("seqs").forEach(seq -> shown.add(seq.longValue()));
    assertThat(answer.path("position").longValue())
        .as("position of %s in %s", user.id, room)
        .isEqualTo(chain.get(chain.size() - 1));
    if (!shown.isEmpty()) {
      int first = chain.indexOf(shown.get(0));
      assertThat(first).as("%s shows what is not in %s", user.id, room).isNotNegative();
      assertThat(shown).as(user.id + " in " + room).isEqualTo(chain.subList(first, chain.size()));
    }
  }

  /** A store may ask the server once more after a reaction, so it gets some time. */
  private void checkStore(ModelUser user, String room) {
    Map<String, String> question =
        Map.of("room", room, "url", user.line.address().toString(), "token", user.token());
    JsonNode history = user.call("history", question);
    awaitEqual(
        () -> {
          JsonNode timeline = user.call("timeline", Map.of("room", room));
          assertThat(timeline.path("live").booleanValue()).as(user.id + " in " + room).isTrue();
          assertThat(timeline.path("pending").intValue()).as("pending").isZero();
          assertThat(lines(timeline.path("messages")))
              .as("the store of %s in %s", user.id, room)
              .isEqualTo(lines(history));
        });
  }

  private static void awaitEqual(ThrowingRunnable comparison) {
    await()
        .pollInSameThread()
        .pollInterval(POLL.multipliedBy(4))
        .pollDelay(Duration.ZERO)
        .atMost(SOON)
        .untilAsserted(comparison);
  }

  private static List<String> lines(JsonNode messages) {
    return messages.valueStream().map(JsonNode::toString).toList();
  }

  /** Inboxes follow within a second or so; reactions and members move no room in them. */
  private void checkInboxes() {
    for (ModelUser user : users) {
      awaitEqual(() -> assertThat(inbox(user)).as(user.id).isEqualTo(rooms(user)));
    }
  }

  private Set<String> inbox(ModelUser user) {
    return ofRooms(user.call("inbox", Map.of()));
  }

  private Set<String> rooms(ModelUser user) {
    return ofRooms(service.call(user.token(), "GET", "/api/rooms", null).path("rooms"));
  }

  private Set<String> ofRooms(JsonNode list) {
    Set<String> lines = new TreeSet<>();
    for (JsonNode room : list) {
      if (rooms.contains(room.path("room").stringValue())) {
        lines.add(
            String.join(
                " ",
                room.path("room").stringValue(),
                "read " + room.path("readSeq").longValue(),
                "unread " + room.path("unread").intValue(-1),
                "mentions " + room.path("mentions").intValue(0)));
      }
    }
    return lines;
  }

  private static void assertExpected(ModelUser user, String problem) {
    assertThat(problem).as(user.id).startsWith("error ");
  }
}
