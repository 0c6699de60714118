package chat.bench.presence;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.BiConsumer;
import org.springframework.data.redis.connection.DefaultStringRedisConnection;
import org.springframework.data.redis.connection.StringRedisConnection;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.StringRedisTemplate;

/**
 * One key per user that expires, and is renewed while the user is online. Favoured here: it sends
 * in bulk, and nothing has to notice expired keys.
 */
final class KeyEach implements Contender {

  private static final Duration TTL = Duration.ofSeconds(15);
  private static final Duration RENEWAL = Duration.ofSeconds(5);

  private record Renewal(int person, long at) {}

  private final StringRedisTemplate redis;
  private final Map<Integer, Long> there = new HashMap<>();
  private final Queue<Renewal> renewals = new ArrayDeque<>();

  KeyEach(StringRedisTemplate redis) {
    this.redis = redis;
  }

  @Override
  public String name() {
    return "a key for each user";
  }

  @Override
  public void connect(List<Integer> people) {
    inBulk(people, (connection, key) -> connection.setEx(key, TTL.toSeconds(), "online"));
    people.forEach(this::renewLater);
  }

  @Override
  public void disconnect(List<Integer> people) {
    inBulk(people, (connection, key) -> connection.del(key));
    people.forEach(there::remove);
  }

  @Override
  public void pass() {
    List<Integer> due = new ArrayList<>();
    long now = System.nanoTime();
    while (!renewals.isEmpty() && renewals.element().at() - now <= 0) {
      Renewal next = renewals.remove();
      Long at = there.get(next.person());
      if (at != null && at == next.at()) {
        due.add(next.person());
      }
    }
    inBulk(due, (connection, key) -> connection.expire(key, TTL.toSeconds()));
    due.forEach(this::renewLater);
  }

  private void renewLater(int person) {
    long at = System.nanoTime() + RENEWAL.toNanos();
    there.put(person, at);
    renewals.add(new Renewal(person, at));
  }

  @SuppressWarnings("NullAway") // by contract a callback in a pipeline returns null
  private void inBulk(List<Integer> people, BiConsumer<StringRedisConnection, String> command) {
    if (people.isEmpty()) {
      return;
    }
    List<Object> answers =
        redis.executePipelined(
            (RedisCallback<Object>)
                connection -> {
                  StringRedisConnection strings = new DefaultStringRedisConnection(connection);
                  people.forEach(person -> command.accept(strings, "there:" + person));
                  return null;
                });
    if (answers.size() != people.size()) {
      throw new IllegalStateException("answers: " + answers.size());
    }
  }
}
