package chat.infra.setup;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How topics and tables are made.
 *
 * @param partitions of each topic; it can't be changed later, for rooms would move
 * @param replicationFactor of each topic; -1: what the brokers have as their default
 * @param minInSyncReplicas how many replicas a record needs to be in the log; 0: the brokers'
 *     default
 * @param maxRecordSize the largest record of a topic; dead letters may be twice as large, for they
 *     carry their origin too
 * @param keyspaceReplication of a keyspace that is made, as CQL has it
 * @param lockLease after which the lock of a run that died falls
 * @param lockWait how long to wait for another run
 * @param brokersWait how long to wait for as many brokers as a topic is to have replicas
 */
@ConfigurationProperties("chat.setup")
record SetupSettings(
    @DefaultValue("24") int partitions,
    @DefaultValue("-1") short replicationFactor,
    @DefaultValue("0") int minInSyncReplicas,
    @DefaultValue("1MB") DataSize maxRecordSize,
    @DefaultValue("{'class': 'SimpleStrategy', 'replication_factor': 1}")
        String keyspaceReplication,
    @DefaultValue("30s") Duration lockLease,
    @DefaultValue("3m") Duration lockWait,
    @DefaultValue("1m") Duration brokersWait) {

  SetupSettings {
    if (partitions < 1) {
      throw new IllegalArgumentException("partitions: " + partitions + " (expected: > 0)");
    }
    if (lockLease.toSeconds() < 3) {
      throw new IllegalArgumentException("lockLease: " + lockLease + " (expected: >= 3 s)");
    }
  }
}
