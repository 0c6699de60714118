package chat.infra.devstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class BackendsTest {
  @Test
  void a_build_has_one_set_of_real_servers() {
    Backends backends = Backends.shared();

    assertThat(Probe.cassandra(backends.cassandra().getPort()).answers()).isTrue();
    assertThat(Probe.redis(backends.redis().getPort()).answers()).isTrue();
    assertThat(Probe.http(backends.s3().getPort()).answers()).isTrue();
    assertThat(Backends.shared()).isEqualTo(backends);
  }

  @Test
  void a_redis_cluster_goes_on_without_one_of_its_servers() {
    RedisCluster cluster = RedisCluster.shared();
    List<Integer> ports =
        cluster.nodes().stream().map(node -> Integer.valueOf(node.split(":", 2)[1])).toList();
    assertThat(ports).hasSize(3).allMatch(port -> Probe.redisCluster(port).answers());
    assertThat(RedisCluster.shared().nodes()).isEqualTo(cluster.nodes());

    cluster.kill(2);
    assertThat(Probe.redisCluster(ports.get(1)).answers()).isFalse();
    assertThat(Probe.redisCluster(ports.get(0)).answers()).isTrue();
    cluster.start(2);

    assertThat(ports).allMatch(port -> Probe.redisCluster(port).answers());
  }
}
