package chat.gateway.presence;

import static org.assertj.core.api.Assertions.assertThat;

import chat.contract.Author;
import chat.contract.presence.SessionEvent;
import chat.tracing.Tracing;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.core.StringRedisTemplate;

/** What a gateway does about its lease, round by round. */
class LeaseKeeperTest {

  private final FakeLeases leases = new FakeLeases();
  private final SessionJournal journal =
      new SessionJournal(
          "g", "g.first", InstantSource.system(), InstantSource.system(), PresenceSettings.DEFAULT);
  private final PresenceHealth health = new PresenceHealth(Duration.ofHours(1));
  private final LeaseKeeper keeper =
      new LeaseKeeper(
          "g",
          "g.first",
          leases,
          new SessionLog(
              journal,
              new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer()),
              PresenceSettings.DEFAULT,
              Tracing.OFF),
          health,
          PresenceSettings.DEFAULT);

  @Test
  void a_lease_whose_answer_was_lost_does_not_count_before_the_sessions_are_announced_under_it() {
    journal.opened(new TrackedSession("s", new Author("id-ann", "ann"), journal));
    keeper.round();
    assertThat(journal.announcements()).extracting(SessionEvent::lease).containsExactly("g.first");
    leases.held.clear();
    leases.losesAnswers = true;
    keeper.round();
    assertThat(leases.held).as("the call was carried out").hasSize(1);
    leases.losesAnswers = false;

    keeper.round();

    List<SessionEvent> announced = journal.announcements();
    assertThat(announced).hasSize(1);
    assertThat(leases.held).contains(announced.get(0).lease());
  }

  @Test
  void presence_stays_known_while_a_part_of_redis_is_away_for_a_moment() {
    health.read();
    keeper.round();
    assertThat(health.isGood()).isTrue();
    leases.failure = new IllegalStateException("one server");
    keeper.round();
    assertThat(health.isGood()).isTrue();

    leases.known = false;
    keeper.round();
    assertThat(health.isGood()).as("of what answers").isFalse();
  }

  /** Leases in memory. */
  private static final class FakeLeases extends Leases {

    final Set<String> held = new HashSet<>();
    boolean losesAnswers;
    boolean known = true;
    @Nullable RuntimeException failure;

    FakeLeases() {
      super(new StringRedisTemplate(), false, Duration.ofHours(1), Duration.ofSeconds(1));
    }

    @Override
    Renewed acquire(String lease, int partitions) {
      held.add(lease);
      if (losesAnswers) {
        throw new IllegalStateException("the answer is lost");
      }
      return new Renewed(true, known, failure);
    }

    @Override
    Renewed renew(String lease, int partitions) {
      return new Renewed(held.contains(lease), known, failure);
    }
  }
}
