package chat.bench.presence;

import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.StringRedisTemplate;

/**
 * The work of Redis so far.
 *
 * @param calls requests of clients, a script being one
 * @param commands all executed commands, including those in scripts
 * @param processorMillis processor time
 */
record RedisWork(long calls, long commands, double processorMillis) {

  static RedisWork soFar(StringRedisTemplate redis) {
    long scripts = 0;
    long all = 0;
    for (Map.Entry<Object, Object> stat : info(redis, "commandstats").entrySet()) {
      String value = stat.getValue().toString();
      long calls = Long.parseLong(value.substring("calls=".length(), value.indexOf(',')));
      all += calls;
      scripts += stat.getKey().equals("cmdstat_evalsha") ? calls : 0;
    }
    Properties cpu = info(redis, "cpu");
    double seconds =
        Double.parseDouble(cpu.getProperty("used_cpu_user"))
            + Double.parseDouble(cpu.getProperty("used_cpu_sys"));
    return new RedisWork(scripts == 0 ? all : scripts, all - scripts, seconds * 1e3);
  }

  RedisWork since(RedisWork before) {
    return new RedisWork(
        calls - before.calls, commands - before.commands, processorMillis - before.processorMillis);
  }

  private static Properties info(StringRedisTemplate redis, String section) {
    return Objects.requireNonNull(
        redis.execute(
            (RedisCallback<Properties>) connection -> connection.serverCommands().info(section)));
  }
}
