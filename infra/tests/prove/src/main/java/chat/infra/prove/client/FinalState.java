package chat.infra.prove.client;

import chat.infra.prove.history.Entry;
import chat.infra.prove.history.Kind;
import chat.infra.prove.history.Recorder;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads what the installation has in the end: the logs of the rooms and the users' room lists. */
public final class FinalState {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration IMPATIENCE = Duration.ofSeconds(1);
  private static final int PAGE = 1000;
  private static final int LEFT_UNREAD = 20;

  private final Calls calls;
  private final List<URI> gateways;
  private final String key;
  private final Participants participants;
  private final Recorder recorder;
  private final Consumer<String> log;
  private final Map<Integer, Deque<Long>> lastEvents = new HashMap<>();
  private final Set<URI> silent = new HashSet<>();

  /**
   * Reads at all gateways.
   *
   * @param key a service's, with the scope read
   * @param log gets a line for each thing that can't be read
   */
  public FinalState(
      Calls calls,
      List<URI> gateways,
      String key,
      Participants participants,
      Recorder recorder,
      Consumer<String> log) {
    this.calls = calls;
    this.gateways = gateways;
    this.key = key;
    this.participants = participants;
    this.recorder = recorder;
    this.log = log;
  }

  /** A call at a gateway, which has less time once the gateway has failed. */
  private JsonNode call(
      URI gateway, String token, String method, String path, @Nullable Map<String, ?> body)
      throws IOException {
    Duration patience = silent.contains(gateway) ? IMPATIENCE : PATIENCE;
    try {
      return calls.call(gateway, token, method, path, body, patience);
    } catch (IOException e) {
      silent.add(gateway);
      throw e;
    }
  }

  /** The last position of each room that can be read. */
  public Map<Integer, Long> last() {
    Map<Integer, Long> ends = new HashMap<>();
    for (int room = 0; room < participants.cast().rooms().size(); room++) {
      String path = "/api/rooms/" + name(room);
      String token = participants.tokens().get(participants.owners().get(room));
      try {
        ends.put(room, call(gateways.get(0), token, "GET", path, null).path("lastSeq").longValue());
      } catch (IOException e) {
        log.accept("no end of a room: " + e.getMessage());
      }
    }
    return ends;
  }

  /** Records the log of each room as each gateway has it, or that it can't be read. */
  public void recordLogs() {
    for (int gateway = 0; gateway < gateways.size(); gateway++) {
      for (int room = 0; room < participants.cast().rooms().size(); room++) {
        recordLog(gateway, room);
      }
    }
  }

  /** Half a log is no log: it is recorded when all of it was read. */
  private void recordLog(int gateway, int room) {
    List<Event> events = new ArrayList<>();
    List<Entry> members = new ArrayList<>();
    try {
      readLog(gateway, room, events, members);
    } catch (IOException e) {
      log.accept("no log of a room: " + e.getMessage());
      recorder.add(Kind.LOG_UNREADABLE, 0, gateway, room, 0, 0, 0);
      return;
    }
    for (Event event : events) {
      recorder.add(Kind.LOGGED, 0, gateway, room, event.seq(), event.prev(), event.id());
    }
    recorder.add(Kind.LOG_READ, 0, gateway, room, 0, 0, events.size());
    Deque<Long> last = new ArrayDeque<>();
    events.stream()
        .skip(Math.max(0, events.size() - LEFT_UNREAD))
        .forEach(event -> last.add(event.seq()));
    if (lastEvents.putIfAbsent(room, last) == null) {
      members.forEach(of -> recorder.add(Kind.MEMBER, of.client(), 0, room, of.seq(), 0, of.id()));
    }
  }

  private void readLog(int gateway, int room, List<Event> events, List<Entry> members)
      throws IOException {
    JsonNode after = null;
    long from = 0;
    do {
      String path =
          "/api/server/rooms/%s/events?limit=%d&after=%d".formatted(name(room), PAGE, from);
      JsonNode page = call(gateways.get(gateway), key, "GET", path, null);
      for (JsonNode event : page.path("events")) {
        events.add(Event.of(event));
        addMember(room, event, members);
      }
      after = page.path("after");
      if (!after.isNull() && after.longValue(0) <= from) {
        throw new IOException(path + ": the next page begins at " + after);
      }
      from = after.longValue(0);
    } while (!after.isNull());
  }

  private void addMember(int room, JsonNode frame, List<Entry> members) {
    int user = participants.ids().indexOf(frame.path("user").path("id").stringValue(""));
    String action = frame.path("action").stringValue("");
    boolean isEnd = action.equals("left") || action.equals("kicked") || action.equals("banned");
    boolean isMember = frame.path("type").stringValue("").equals("member");
    if (isMember && user >= 0 && (isEnd || action.equals("joined"))) {
      long seq = frame.path("seq").longValue();
      members.add(new Entry(0, Kind.MEMBER, user, 0, room, seq, 0, isEnd ? 0 : 1));
    }
  }

  /**
   * Marks rooms as read up to one of their last events, and records the users' room lists. The logs
   * have been read before.
   */
  public void recordUnread() {
    for (int user = 0; user < participants.senders(); user++) {
      try {
        recordUnread(user);
      } catch (IOException e) {
        log.accept("no room list: " + e.getMessage());
        recorder.add(Kind.LIST_UNREADABLE, user, 0, 0, 0, 0, 0);
      }
    }
  }

  private void recordUnread(int user) throws IOException {
    int room = participants.joins().get(user).get(0);
    String token = participants.tokens().get(user);
    long seq = lastEvents.getOrDefault(room, new ArrayDeque<>()).stream().findFirst().orElse(0L);
    String path = "/api/rooms/" + name(room) + "/read";
    URI gateway = gateways.get(user % gateways.size());
    if (seq > 0) {
      var unused = call(gateway, token, "PUT", path, Map.of("seq", seq));
      recorder.add(Kind.MARKED, user, 0, room, seq, 0, 0);
    }
    recordList(user, gateways.get((user + 1) % gateways.size()), token);
  }

  private void recordList(int user, URI gateway, String token) throws IOException {
    JsonNode rooms = call(gateway, token, "GET", "/api/rooms?limit=200", null);
    recorder.add(Kind.LIST_READ, user, 0, 0, 0, 0, rooms.path("rooms").size());
    for (JsonNode room : rooms.path("rooms")) {
      int number = participants.roomNames().indexOf(room.path("room").stringValue(""));
      if (number >= 0) {
        recorder.add(
            Kind.UNREAD,
            user,
            0,
            number,
            room.path("readSeq").longValue(),
            room.path("lastSeq").longValue(),
            room.path("unread").longValue());
      }
    }
  }

  private String name(int room) {
    return participants.cast().rooms().get(room).name();
  }
}
