package chat.infra.setup;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.ConstructorBinding;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How topics and tables are made.
 *
 * @param partitions number of partitions of each topic (1 or more). It cannot be changed later, as
 *     rooms would move; a topic that has another number is refused
 * @param replicationFactor number of replicas of each topic; -1: the default of the brokers
 * @param minInSyncReplicas number of replicas that must have a record before it is acknowledged (0
 *     or more); 0: the default of the brokers. With fewer replicas in sync, sends are refused
 * @param eventsRetention time for which the topics {@code chat.events} and {@code
 *     chat.events.redacted} keep records (1m to 7d; the receipts of erasures name 7 days)
 * @param maxRecordSize largest record of a topic
 * @param keyspaceReplication replication of a keyspace that is made, in CQL
 * @param lockLease time after which the lock of a run that died falls
 * @param lockWait longest wait for another run
 * @param brokersWait longest wait for as many brokers as a topic is to have replicas
 */
@ConfigurationProperties("chat.setup")
record SetupSettings(
    int partitions,
    short replicationFactor,
    int minInSyncReplicas,
    Duration eventsRetention,
    DataSize maxRecordSize,
    String keyspaceReplication,
    Duration lockLease,
    Duration lockWait,
    Duration brokersWait) {

  /**
   * What producers send at most; dead letters may be twice as large, as they carry their origin.
   */
  private static final DataSize MAX_RECORD_SIZE = DataSize.ofMegabytes(1);

  private static final Duration LOCK_LEASE = Duration.ofSeconds(30);
  private static final Duration LOCK_WAIT = Duration.ofMinutes(3);
  private static final Duration BROKERS_WAIT = Duration.ofMinutes(1);

  SetupSettings {
    if (partitions < 1) {
      throw new IllegalArgumentException(
          "chat.setup.partitions: " + partitions + " (expected: >= 1)");
    }
    if (eventsRetention.compareTo(Duration.ofMinutes(1)) < 0
        || eventsRetention.compareTo(Duration.ofDays(7)) > 0) {
      throw new IllegalArgumentException(
          "chat.setup.events-retention: " + eventsRetention + " (expected: 1m to 7d)");
    }
    if (lockLease.toSeconds() < 3) {
      throw new IllegalArgumentException("lockLease: " + lockLease + " (expected: >= 3 s)");
    }
  }

  @ConstructorBinding
  SetupSettings(
      @DefaultValue("24") int partitions,
      @DefaultValue("-1") short replicationFactor,
      @DefaultValue("0") int minInSyncReplicas,
      @DefaultValue("7d") Duration eventsRetention,
      @DefaultValue("{'class': 'SimpleStrategy', 'replication_factor': 1}")
          String keyspaceReplication) {
    this(
        partitions,
        replicationFactor,
        minInSyncReplicas,
        eventsRetention,
        MAX_RECORD_SIZE,
        keyspaceReplication,
        LOCK_LEASE,
        LOCK_WAIT,
        BROKERS_WAIT);
  }
}
