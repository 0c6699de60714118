package chat.presence.tracking;

import chat.contract.presence.Presence;
import chat.contract.presence.PresenceKeys;
import chat.contract.presence.SessionEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.core.StringRedisTemplate;

/**
 * The store in Redis. {@code common.lua} documents its keys. One server gets one call for all
 * partitions; a cluster one for each, because a call's keys have to be in one slot.
 */
public final class RedisPresenceStore implements PresenceStore {

  private final Script open;
  private final Script apply;
  private final Script tick;
  private final Script confirm;
  private final Script claim;
  private final Script rebuilt;
  private final IntFunction<PresenceKeys> keys;
  private final String linger;
  private final String resend;
  private final String settle;
  private final String most;

  /**
   * Creates the store.
   *
   * @param keys the keys of each partition
   * @param linger time for which a closed session still counts
   * @param resend time after which an unconfirmed publication is repeated
   * @param settle time for gateways to tell of their sessions after all data was lost
   * @param most maximum number of users of each kind that a tick checks in a partition
   */
  public RedisPresenceStore(
      StringRedisTemplate redis,
      IntFunction<PresenceKeys> keys,
      Duration linger,
      Duration resend,
      Duration settle,
      int most) {
    this.open = new Script(redis, "open");
    this.apply = new Script(redis, "apply");
    this.tick = new Script(redis, "tick");
    this.confirm = new Script(redis, "confirm");
    this.claim = new Script(redis, "claim");
    this.rebuilt = new Script(redis, "rebuilt");
    this.keys = keys;
    this.linger = Long.toString(linger.toMillis());
    this.resend = Long.toString(resend.toMillis());
    this.settle = Long.toString(settle.toMillis());
    this.most = Integer.toString(most);
  }

  @Override
  public Positions open(int partition, Offsets sessions, long fallback) {
    return open.run(
            keys.apply(partition),
            List.of(text(partition), text(sessions.first()), text(sessions.end()), text(fallback)))
        .positions(0);
  }

  @Override
  public List<Applied> apply(List<Step<SessionEvent>> steps) {
    List<Applied> results = new ArrayList<>();
    calls(steps, Step::partition)
        .forEach(
            (where, call) -> {
              List<String> arguments = new ArrayList<>(List.of(linger, resend));
              call.forEach(step -> add(arguments, step, RedisPresenceStore::add));
              Answer answer = run(apply, where, arguments);
              for (int i = 0; i < call.size(); i++) {
                results.add(
                    answer == null
                        ? new Applied(Positions.AWAY, List.of())
                        : new Applied(answer.position(2 * i), answer.changes(2 * i + 1)));
              }
            });
    return results;
  }

  @Override
  public Ticked tick(Collection<Integer> partitions) {
    Map<Integer, Positions> positions = new HashMap<>();
    List<Presence> changes = new ArrayList<>();
    calls(partitions, partition -> partition)
        .forEach(
            (where, call) -> {
              List<String> arguments = new ArrayList<>(List.of(resend, most));
              call.forEach(partition -> arguments.add(text(partition)));
              Answer answer = run(tick, where, arguments);
              for (int i = 0; i < call.size(); i++) {
                positions.put(
                    call.get(i),
                    answer == null
                        ? new Positions(Positions.AWAY, Positions.AWAY)
                        : answer.inner(0).positions(2 * i));
              }
              changes.addAll(answer == null ? List.of() : answer.changes(1));
            });
    return new Ticked(positions, changes);
  }

  @Override
  public List<Long> confirm(List<Step<Presence>> steps) {
    List<Long> results = new ArrayList<>();
    calls(steps, Step::partition)
        .forEach(
            (where, call) -> {
              List<String> arguments = new ArrayList<>(List.of(settle));
              call.forEach(step -> add(arguments, step, RedisPresenceStore::add));
              Answer answer = run(confirm, where, arguments);
              for (int i = 0; i < call.size(); i++) {
                results.add(answer == null ? Positions.AWAY : answer.position(i));
              }
            });
    return results;
  }

  @Override
  public void claim(int partition, List<Presence> published) {
    List<String> arguments = new ArrayList<>(List.of(text(partition), settle));
    published.forEach(presence -> add(arguments, presence));
    claim.run(keys.apply(partition), arguments);
  }

  @Override
  public void rebuilt(int partition, long next, boolean settling) {
    rebuilt.run(
        keys.apply(partition), List.of(text(partition), text(next), settling ? settle : "0"));
  }

  /** Runs a script; null if a part of the store does not answer. */
  private static @Nullable Answer run(Script script, PresenceKeys where, List<String> arguments) {
    try {
      return script.run(where, arguments);
    } catch (DataAccessException e) {
      if (where.equals(PresenceKeys.SERVER)) {
        throw e;
      }
      return null;
    }
  }

  /** What can be done in one call, by the keys of the call. The order stays. */
  private <T> Map<PresenceKeys, List<T>> calls(Collection<T> all, ToIntFunction<T> partition) {
    Map<PresenceKeys, List<T>> calls = new LinkedHashMap<>();
    for (T one : all) {
      calls
          .computeIfAbsent(keys.apply(partition.applyAsInt(one)), where -> new ArrayList<>())
          .add(one);
    }
    return calls;
  }

  private static <T> void add(
      List<String> arguments, Step<T> step, BiConsumer<List<String>, T> adding) {
    arguments.add(text(step.partition()));
    arguments.add(text(step.from()));
    arguments.add(text(step.to()));
    arguments.add(text(step.records().size()));
    step.records().forEach(record -> adding.accept(arguments, record));
  }

  private static void add(List<String> arguments, SessionEvent event) {
    arguments.add(event.kind().word());
    arguments.add(event.user().id());
    arguments.add(event.user().username());
    arguments.add(event.session());
    arguments.add(event.lease());
    arguments.add(event.status().word());
    arguments.add(String.join(",", event.rooms()));
  }

  private static void add(List<String> arguments, Presence presence) {
    arguments.add(presence.user().id());
    arguments.add(presence.user().username());
    arguments.add(presence.status().word());
    arguments.add(text(presence.since()));
    arguments.add(text(presence.at()));
    arguments.add(String.join(",", presence.rooms()));
  }

  private static String text(long number) {
    return Long.toString(number);
  }
}
