package chat.infra.devstack;

import static org.assertj.core.api.Assertions.assertThat;

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
}
