package chat.presence.redis;

import chat.contract.Author;
import chat.contract.Presence;
import chat.contract.SessionEvent;
import chat.contract.Status;
import chat.presence.tracking.Applied;
import chat.presence.tracking.Offsets;
import chat.presence.tracking.Place;
import chat.presence.tracking.PresenceStore;
import chat.presence.tracking.Ticked;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.data.redis.core.StringRedisTemplate;

/** The store in one Redis. What it keeps, and how, is said in {@code common.lua}. */
public final class RedisPresenceStore implements PresenceStore {

  private static final int CHANGE_FIELDS = 6;

  private final Script open;
  private final Script apply;
  private final Script tick;
  private final Script confirm;
  private final Script claim;
  private final Script rebuilt;
  private final String linger;
  private final String resend;
  private final String settle;
  private final String most;

  /**
   * A store.
   *
   * @param linger how long a closed session still counts
   * @param resend after which time what was published and not read back is published again
   * @param settle how long gateways have to tell of their sessions after all was lost
   * @param most how many users of each kind a tick looks at in a partition
   */
  public RedisPresenceStore(
      StringRedisTemplate redis, Duration linger, Duration resend, Duration settle, int most) {
    this.open = new Script(redis, "open");
    this.apply = new Script(redis, "apply");
    this.tick = new Script(redis, "tick");
    this.confirm = new Script(redis, "confirm");
    this.claim = new Script(redis, "claim");
    this.rebuilt = new Script(redis, "rebuilt");
    this.linger = Long.toString(linger.toMillis());
    this.resend = Long.toString(resend.toMillis());
    this.settle = Long.toString(settle.toMillis());
    this.most = Integer.toString(most);
  }

  @Override
  public Place open(int partition, Offsets sessions, long fallback) {
    List<?> places =
        open.run(
            List.of(text(partition), text(sessions.first()), text(sessions.end()), text(fallback)));
    return new Place(place(places.get(0)), place(places.get(1)));
  }

  @Override
  public Applied apply(int partition, long from, long to, List<SessionEvent> events) {
    List<String> arguments = new ArrayList<>(5 + 7 * events.size());
    arguments.addAll(List.of(text(partition), text(from), text(to), linger, resend));
    for (SessionEvent event : events) {
      arguments.add(event.kind().word());
      arguments.add(event.user().id());
      arguments.add(event.user().username());
      arguments.add(event.session());
      arguments.add(event.lease());
      arguments.add(event.status().word());
      arguments.add(String.join(",", event.rooms()));
    }
    List<?> answer = apply.run(arguments);
    return new Applied(place(answer.get(0)), changes(answer.get(1)));
  }

  @Override
  public Ticked tick(Collection<Integer> partitions) {
    List<Integer> order = List.copyOf(partitions);
    List<String> arguments = new ArrayList<>(List.of(resend, most));
    order.forEach(partition -> arguments.add(text(partition)));
    List<?> answer = tick.run(arguments);
    List<?> places = (List<?>) answer.get(0);
    Map<Integer, Place> byPartition = new HashMap<>();
    for (int i = 0; i < order.size(); i++) {
      Place place = new Place(place(places.get(2 * i)), place(places.get(2 * i + 1)));
      byPartition.put(order.get(i), place);
    }
    return new Ticked(byPartition, changes(answer.get(1)));
  }

  @Override
  public long confirm(int partition, long from, long to, List<Presence> records) {
    List<String> arguments =
        new ArrayList<>(List.of(text(partition), text(from), text(to), settle));
    records.forEach(presence -> add(arguments, presence));
    return place(confirm.run(arguments).get(0));
  }

  @Override
  public void claim(int partition, List<Presence> published) {
    List<String> arguments = new ArrayList<>(List.of(text(partition), settle));
    published.forEach(presence -> add(arguments, presence));
    claim.run(arguments);
  }

  @Override
  public void rebuilt(int partition, long next, boolean settling) {
    rebuilt.run(List.of(text(partition), text(next), settling ? settle : "0"));
  }

  private static void add(List<String> arguments, Presence presence) {
    arguments.add(presence.user().id());
    arguments.add(presence.user().username());
    arguments.add(presence.status().word());
    arguments.add(text(presence.since()));
    arguments.add(text(presence.at()));
    arguments.add(String.join(",", presence.rooms()));
  }

  private static List<Presence> changes(Object answer) {
    List<?> fields = (List<?>) answer;
    List<Presence> changes = new ArrayList<>(fields.size() / CHANGE_FIELDS);
    for (int i = 0; i < fields.size(); i += CHANGE_FIELDS) {
      changes.add(change(fields.subList(i, i + CHANGE_FIELDS)));
    }
    return changes;
  }

  private static Presence change(List<?> fields) {
    String rooms = (String) fields.get(5);
    return new Presence(
        new Author((String) fields.get(0), (String) fields.get(1)),
        Status.of((String) fields.get(2)),
        Long.parseLong((String) fields.get(3)),
        Long.parseLong((String) fields.get(4)),
        rooms.isEmpty() ? List.of() : List.of(rooms.split(",", -1)));
  }

  private static long place(Object answer) {
    String text = (String) answer;
    return text.isEmpty() ? Place.UNKNOWN : Long.parseLong(text);
  }

  private static String text(long number) {
    return Long.toString(number);
  }
}
