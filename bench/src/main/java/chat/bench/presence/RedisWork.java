package chat.bench.presence;

import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.StringRedisTemplate;

/**
 * The work of Redis so far, of all servers of a cluster.
 *
 * @param calls requests of clients, a script being one
 * @param commands all executed commands, including those in scripts
 * @param processorMillis processor time
 */
record RedisWork(long calls, long commands, double processorMillis) {

  private static final Set<String> PROCESSOR = Set.of("used_cpu_user", "used_cpu_sys");

  static RedisWork soFar(StringRedisTemplate redis) {
    long scripts = 0;
    long all = 0;
    for (Map.Entry<Object, Object> stat : info(redis, "commandstats").entrySet()) {
      String value = stat.getValue().toString();
      long calls = Long.parseLong(value.substring("calls=".length(), value.indexOf(',')));
      all += calls;
      scripts += name(stat).equals("cmdstat_evalsha") ? calls : 0;
    }
    double seconds =
        info(redis, "cpu").entrySet().stream()
            .filter(stat -> PROCESSOR.contains(name(stat)))
            .mapToDouble(stat -> Double.parseDouble(stat.getValue().toString()))
            .sum();
    return new RedisWork(scripts == 0 ? all : scripts, all - scripts, seconds * 1e3);
  }

  RedisWork since(RedisWork before) {
    return new RedisWork(
        calls - before.calls, commands - before.commands, processorMillis - before.processorMillis);
  }

  /** Without the name of the server, which a cluster's statistics have in front. */
  private static String name(Map.Entry<Object, Object> stat) {
    String name = stat.getKey().toString();
    return name.substring(name.lastIndexOf('.') + 1);
  }

  private static Properties info(StringRedisTemplate redis, String section) {
    return Objects.requireNonNull(
        redis.execute(
            (RedisCallback<Properties>) connection -> connection.serverCommands().info(section)));
  }
}
