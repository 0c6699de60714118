package chat.bench.presence;

import chat.bench.measure.Benchmark;
import chat.bench.measure.Options;
import chat.bench.measure.Table;
import chat.bench.measure.Work;
import chat.infra.devstack.Backends;
import chat.infra.devstack.RedisCluster;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

/** Many users are online, and some come and go all the time; then none does. */
public final class PresenceCost implements Benchmark {

  private static final Duration STEP = Duration.ofMillis(50);

  @Override
  public String name() {
    return "presence";
  }

  @Override
  public String purpose() {
    return "what it costs to know who is there, by leases and by a key for each user";
  }

  @Override
  public Map<String, String> options() {
    return Map.of("online", "10000", "rate", "1000", "seconds", "20", "cluster", "no");
  }

  @Override
  public void run(Options options) throws Exception {
    boolean cluster = options.text("cluster").equals("yes");
    LettuceConnectionFactory connections = cluster ? cluster() : server();
    connections.afterPropertiesSet();
    connections.start();
    StringRedisTemplate redis = new StringRedisTemplate(connections);
    Table table =
        new Table(
            System.out,
            "",
            "calls a change",
            "Redis commands a change",
            "Redis µs a change",
            "our µs a change",
            "idle: commands a second",
            "idle: Redis % of a core");
    List<Function<StringRedisTemplate, Contender>> contenders =
        cluster
            ? List.of(each -> new LeaseEach(each, true))
            : List.of(each -> new LeaseEach(each, false), KeyEach::new);
    for (Function<StringRedisTemplate, Contender> contender : contenders) {
      try (RedisConnection connection = connections.getConnection()) {
        connection.serverCommands().flushDb();
        connection.serverCommands().resetConfigStats();
      }
      measure(contender.apply(redis), redis, options, table);
    }
    connections.destroy();
  }

  private static LettuceConnectionFactory server() {
    var uri = Backends.shared().redis();
    return new LettuceConnectionFactory(uri.getHost(), uri.getPort());
  }

  private static LettuceConnectionFactory cluster() {
    return new LettuceConnectionFactory(
        new RedisClusterConfiguration(RedisCluster.shared().nodes()));
  }

  private static void measure(
      Contender contender, StringRedisTemplate redis, Options options, Table table)
      throws Exception {
    int online = options.number("online");
    int rate = options.number("rate");
    int seconds = options.number("seconds");
    Population crowd = new Population(contender);
    while (crowd.size() < online) {
      crowd.come(Math.min(500, online - crowd.size()));
    }
    // The compilers' work is not to be measured.
    run(crowd, rate, seconds / 2);
    RedisWork before = RedisWork.soFar(redis);
    Work ours = Work.of(() -> run(crowd, rate, seconds));
    RedisWork busy = RedisWork.soFar(redis).since(before);
    run(crowd, 0, 5);
    before = RedisWork.soFar(redis);
    Work rest = Work.of(() -> run(crowd, 0, seconds / 2));
    RedisWork idle = RedisWork.soFar(redis).since(before);
    double changes = 2.0 * rate * seconds;
    double restMillis = rest.wall().toMillis();
    table.row(
        contender.name(),
        busy.calls() / changes,
        busy.commands() / changes,
        busy.processorMillis() * 1e3 / changes,
        ours.microsEach((long) changes),
        idle.commands() * 1e3 / restMillis,
        idle.processorMillis() * 100 / restMillis);
  }

  /** A number of users come and as many go, each second. */
  private static void run(Population crowd, int rate, int seconds) {
    int steps = (int) (seconds * 1000L / STEP.toMillis());
    long start = System.nanoTime();
    for (int i = 1; i <= steps; i++) {
      int each = (int) (rate * STEP.toMillis() / 1000);
      crowd.come(each);
      crowd.go(each);
      long next = start + i * STEP.toNanos();
      while (next - System.nanoTime() > 0) {
        LockSupport.parkNanos(next - System.nanoTime());
      }
    }
  }

  /** The first to come is the first to go. */
  private static final class Population {

    private final Contender contender;
    private final Deque<Integer> there = new ArrayDeque<>();
    private int last;

    Population(Contender contender) {
      this.contender = contender;
    }

    int size() {
      return there.size();
    }

    void come(int count) {
      List<Integer> people = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        people.add(++last);
      }
      there.addAll(people);
      if (!people.isEmpty()) {
        contender.connect(people);
      }
      contender.pass();
    }

    void go(int count) {
      List<Integer> people = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        people.add(there.removeFirst());
      }
      if (!people.isEmpty()) {
        contender.disconnect(people);
      }
      contender.pass();
    }
  }
}
