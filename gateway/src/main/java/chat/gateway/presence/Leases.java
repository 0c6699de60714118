package chat.gateway.presence;

import static java.nio.charset.StandardCharsets.UTF_8;

import chat.contract.presence.PresenceKeys;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.core.script.RedisScript;

/**
 * The gateways' leases in Redis, which expire by its clock. A cluster has a lease for each
 * partition, in its slot. If some of its servers don't answer, the leases at the others are kept.
 */
class Leases {

  private final StringRedisTemplate redis;
  private final boolean cluster;
  private final RedisScript<?> script = RedisScript.of(script(), List.class);
  private final Duration duration;
  private final Duration patience;

  /**
   * The result of a renewal.
   *
   * @param held whether the lease was there, wherever Redis answered; where it was not, it is not
   *     acquired either
   * @param known whether trackers follow all users, and had the time to read about all sessions, as
   *     far as Redis answered
   * @param failure why a part of Redis did not answer; null if all did
   */
  record Renewed(boolean held, boolean known, @Nullable RuntimeException failure) {

    private Renewed and(Renewed other) {
      return new Renewed(
          held && other.held, known && other.known, failure == null ? other.failure : failure);
    }

    private static Renewed failed(RuntimeException failure) {
      return new Renewed(true, true, failure);
    }
  }

  /**
   * No leases yet.
   *
   * @param cluster whether Redis is a cluster
   * @param patience longest wait for the servers of a cluster, which are asked at the same time
   */
  Leases(StringRedisTemplate redis, boolean cluster, Duration duration, Duration patience) {
    this.redis = redis;
    this.cluster = cluster;
    this.duration = duration;
    this.patience = patience;
  }

  /** Whether the number of partitions suffices to acquire a lease; 0 is not known. */
  boolean canAcquire(int partitions) {
    return !cluster || partitions > 0;
  }

  /**
   * Acquires a new lease.
   *
   * @throws RuntimeException if no part of Redis answers
   */
  Renewed acquire(String lease, int partitions) {
    return run(lease, partitions, "take");
  }

  /**
   * Renews a lease, unless it has expired.
   *
   * @throws RuntimeException if no part of Redis answers
   */
  Renewed renew(String lease, int partitions) {
    return run(lease, partitions, "renew");
  }

  private Renewed run(String lease, int partitions, String what) {
    if (cluster) {
      return inCluster(lease, partitions, what);
    }
    Object answer =
        redis.execute(
            script,
            keys(PresenceKeys.SERVER),
            lease,
            Long.toString(duration.toMillis()),
            Integer.toString(partitions),
            what);
    List<?> flags = (List<?>) Objects.requireNonNull(answer);
    return new Renewed(isYes(flags.get(0)), isYes(flags.get(1)), null);
  }

  /** Asks for all partitions at once, so that a server that hangs delays no renewal elsewhere. */
  private Renewed inCluster(String lease, int partitions, String what) {
    long deadline = System.nanoTime() + patience.toNanos();
    Renewed all = new Renewed(true, true, null);
    int failures = 0;
    for (Future<List<byte[]>> call :
        Objects.requireNonNull(redis.execute(calls(lease, partitions, what)))) {
      Renewed one = await(call, deadline);
      failures += one.failure == null ? 0 : 1;
      all = all.and(one);
    }
    if (failures == partitions && all.failure != null) {
      throw all.failure;
    }
    return all;
  }

  private RedisCallback<List<Future<List<byte[]>>>> calls(
      String lease, int partitions, String what) {
    byte[][] arguments =
        Stream.of(lease, Long.toString(duration.toMillis()), "1", what)
            .map(argument -> argument.getBytes(UTF_8))
            .toArray(byte[][]::new);
    return connection -> {
      @SuppressWarnings("unchecked") // by Spring's contract of a cluster's connections
      var commands = (RedisClusterAsyncCommands<byte[], byte[]>) connection.getNativeConnection();
      List<Future<List<byte[]>>> calls = new ArrayList<>(partitions);
      for (int partition = 0; partition < partitions; partition++) {
        byte[][] keys =
            keys(PresenceKeys.inCluster(partition)).stream()
                .map(key -> key.getBytes(UTF_8))
                .toArray(byte[][]::new);
        calls.add(
            commands.eval(script.getScriptAsString(), ScriptOutputType.MULTI, keys, arguments));
      }
      return calls;
    };
  }

  private static Renewed await(Future<List<byte[]>> call, long deadline) {
    try {
      List<byte[]> flags =
          call.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
      return new Renewed(isYes(text(flags.get(0))), isYes(text(flags.get(1))), null);
    } catch (ExecutionException | TimeoutException e) {
      return Renewed.failed(new IllegalStateException("a server of the cluster: " + e, e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Renewed.failed(new IllegalStateException(e));
    }
  }

  private static List<String> keys(PresenceKeys keys) {
    return List.of(keys.leases(), keys.known(), keys.ticked());
  }

  private static boolean isYes(Object flag) {
    return flag.equals("yes");
  }

  private static String text(byte[] bytes) {
    return new String(bytes, UTF_8);
  }

  private static String script() {
    try (InputStream file = Leases.class.getResourceAsStream("/presence/renew.lua")) {
      return new String(Objects.requireNonNull(file, "renew.lua").readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
