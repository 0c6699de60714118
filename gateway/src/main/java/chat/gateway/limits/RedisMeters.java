package chat.gateway.limits;

import chat.sockets.budget.Rate;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.distributed.AsyncBucketProxy;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.proxy.AsyncProxyManager;
import io.github.bucket4j.redis.lettuce.Bucket4jLettuce;
import io.github.bucket4j.redis.lettuce.Bucket4jLettuce.LettuceBasedProxyManagerBuilder;
import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.async.RedisServerAsyncCommands;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.codec.ByteArrayCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Token buckets in Redis, one a key; each expires when it would be full again. */
final class RedisMeters implements SharedMeters {

  private static final String PREFIX = "limit:";
  private static final Duration MARGIN = Duration.ofSeconds(10);

  private final RedisTime time;
  private final AsyncProxyManager<byte[]> buckets;
  private final Map<Rate, BucketConfiguration> configurations = new ConcurrentHashMap<>();

  private RedisMeters(
      LettuceBasedProxyManagerBuilder<byte[]> builder,
      RedisServerAsyncCommands<?, ?> server,
      InstantSource steadyClock) {
    this.time =
        new RedisTime(
            () ->
                server
                    .time()
                    .toCompletableFuture()
                    .orTimeout(RedisTime.MAX_ROUND_TRIP_MILLIS, TimeUnit.MILLISECONDS),
            steadyClock);
    this.buckets =
        builder
            .clientClock(time)
            .expirationAfterWrite(
                ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(MARGIN))
            .build()
            .asAsync();
  }

  /** Connects a client of one server or of a cluster. Fails if Redis is not there. */
  static RedisMeters of(AbstractRedisClient client, InstantSource steadyClock) {
    if (client instanceof RedisClusterClient cluster) {
      var connection = cluster.connect(ByteArrayCodec.INSTANCE);
      return new RedisMeters(
          Bucket4jLettuce.casBasedBuilder(connection), connection.async(), steadyClock);
    }
    var connection = ((RedisClient) client).connect(ByteArrayCodec.INSTANCE);
    return new RedisMeters(
        Bucket4jLettuce.casBasedBuilder(connection), connection.async(), steadyClock);
  }

  @Override
  public CompletableFuture<Long> acquire(Limit limit, Rate rate, String key, long tokens) {
    return time.known().thenCompose(known -> acquireNow(limit, rate, key, tokens));
  }

  private CompletableFuture<Long> acquireNow(Limit limit, Rate rate, String key, long tokens) {
    byte[] name = (PREFIX + limit.word() + ":" + key).getBytes(StandardCharsets.UTF_8);
    BucketConfiguration configuration =
        configurations.computeIfAbsent(rate, RedisMeters::configuration);
    AsyncBucketProxy bucket =
        buckets.getProxy(name, () -> CompletableFuture.completedFuture(configuration));
    var verbose = bucket.asVerbose();
    if (tokens == 0) {
      return verbose.getAvailableTokens().thenApply(left -> left.getValue());
    }
    return tokens > 0
        ? verbose
            .consumeIgnoringRateLimits(tokens)
            .thenApply(taken -> taken.getDiagnostics().getAvailableTokens())
        : verbose
            .addTokens(-tokens)
            .thenApply(given -> given.getDiagnostics().getAvailableTokens());
  }

  private static BucketConfiguration configuration(Rate rate) {
    return BucketConfiguration.builder()
        .addLimit(limit -> limit.capacity(rate.tokens()).refillGreedy(rate.tokens(), rate.period()))
        .build();
  }
}
