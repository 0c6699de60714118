package chat.infra.prove.client;

import chat.infra.prove.history.Kind;
import chat.infra.prove.history.Recorder;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Reads what the installation has in the end: the logs of the rooms and the users' room lists. */
public final class Ends {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int PAGE = 1000;
  private static final int LEFT_UNREAD = 20;

  private final Calls calls;
  private final List<URI> gateways;
  private final String key;
  private final Company company;
  private final Recorder recorder;
  private final Map<Integer, Deque<Long>> lastEvents = new HashMap<>();

  /**
   * Reads at all gateways.
   *
   * @param key a service's, with the scope read
   */
  public Ends(Calls calls, List<URI> gateways, String key, Company company, Recorder recorder) {
    this.calls = calls;
    this.gateways = gateways;
    this.key = key;
    this.company = company;
    this.recorder = recorder;
  }

  /** The last position of each room. */
  public Map<Integer, Long> last() throws IOException {
    Map<Integer, Long> ends = new HashMap<>();
    for (int room = 0; room < company.cast().rooms().size(); room++) {
      String path = "/api/rooms/" + name(room);
      String token = company.tokens().get(company.owners().get(room));
      JsonNode found = calls.call(gateways.get(0), token, "GET", path, null, PATIENCE);
      ends.put(room, found.path("lastSeq").longValue());
    }
    return ends;
  }

  /** Records the log of each room as each gateway has it. */
  public void recordLogs() throws IOException {
    for (int gateway = 0; gateway < gateways.size(); gateway++) {
      for (int room = 0; room < company.cast().rooms().size(); room++) {
        recordLog(gateway, room);
      }
    }
  }

  private void recordLog(int gateway, int room) throws IOException {
    JsonNode after = null;
    long from = 0;
    do {
      String path =
          "/api/server/rooms/%s/events?limit=%d&after=%d".formatted(name(room), PAGE, from);
      JsonNode page = calls.call(gateways.get(gateway), key, "GET", path, null, PATIENCE);
      for (JsonNode event : page.path("events")) {
        recordEvent(gateway, room, event);
      }
      after = page.path("after");
      from = after.longValue(0);
    } while (!after.isNull());
  }

  private void recordEvent(int gateway, int room, JsonNode frame) {
    Event event = Event.of(frame);
    recorder.add(Kind.LOGGED, 0, gateway, room, event.seq(), event.prev(), event.id());
    Deque<Long> last = lastEvents.computeIfAbsent(room, first -> new ArrayDeque<>());
    last.add(event.seq());
    if (last.size() > LEFT_UNREAD) {
      last.remove();
    }
    if (gateway == 0 && frame.path("type").stringValue("").equals("member")) {
      recordMember(room, frame, event.seq());
    }
  }

  private void recordMember(int room, JsonNode frame, long seq) {
    int user = company.ids().indexOf(frame.path("user").path("id").stringValue(""));
    String action = frame.path("action").stringValue("");
    boolean isEnd = action.equals("left") || action.equals("kicked") || action.equals("banned");
    if (user >= 0 && (isEnd || action.equals("joined"))) {
      recorder.add(Kind.MEMBER, user, 0, room, seq, 0, isEnd ? 0 : 1);
    }
  }

  /**
   * Marks rooms as read up to one of their last events, and records the users' room lists. The logs
   * have been read before.
   */
  public void recordUnread() throws IOException {
    for (int user = 0; user < company.senders(); user++) {
      int room = company.joins().get(user).get(0);
      String token = company.tokens().get(user);
      long seq = lastEvents.getOrDefault(room, new ArrayDeque<>(List.of(0L))).getFirst();
      String path = "/api/rooms/" + name(room) + "/read";
      URI gateway = gateways.get(user % gateways.size());
      var unused = calls.call(gateway, token, "PUT", path, Map.of("seq", seq), PATIENCE);
      recorder.add(Kind.MARKED, user, 0, room, seq, 0, 0);
      recordList(user, gateways.get((user + 1) % gateways.size()), token);
    }
  }

  private void recordList(int user, URI gateway, String token) throws IOException {
    JsonNode rooms = calls.call(gateway, token, "GET", "/api/rooms?limit=200", null, PATIENCE);
    for (JsonNode room : rooms.path("rooms")) {
      int number = company.roomNames().indexOf(room.path("room").stringValue(""));
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
    return company.cast().rooms().get(room).name();
  }
}
