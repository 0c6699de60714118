package chat.infra.devstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ShapeTest {
  @Test
  void every_port_keeps_its_distance_from_the_first_gateway() {
    Shape shape = new Shape(8180, 2, false);

    assertThat(shape.gateway(2)).isEqualTo(8181);
    assertThat(shape.management(shape.gateway(2))).isEqualTo(18_181);
    assertThat(shape.upload()).isEqualTo(8190);
    assertThat(shape.writerManagement()).isEqualTo(18_191);
    assertThat(shape.trackerManagement()).isEqualTo(18_192);
    assertThat(shape.backendPorts()).containsExactly(9192, 9193, 9142, 7100, 6479, 9100);
  }

  @Test
  void of_several_brokers_each_has_ports_of_its_own() {
    Shape shape = new Shape(8080, 2, 3, 1, false);

    assertThat(shape.kafka(1)).isEqualTo(shape.kafka()).isEqualTo(9092);
    assertThat(shape.kafkaController(3)).isEqualTo(9097);
    assertThatThrownBy(() -> new Shape(8080, 2, 2, 1, false))
        .hasMessage("--brokers: 2 (expected: 1 or 3)");
  }

  @Test
  void of_several_redis_servers_each_has_ports_of_its_own() {
    Shape shape = new Shape(8080, 2, 1, 3, false);

    assertThat(shape.redis(1)).isEqualTo(shape.redis()).isEqualTo(6379);
    assertThat(shape.redis(3)).isEqualTo(6381);
    assertThat(shape.redisBus(3)).isEqualTo(6391);
    assertThatThrownBy(() -> new Shape(8080, 2, 1, 2, false))
        .hasMessage("--redis: 2 (expected: 1 or 3)");
  }

  @Test
  void a_port_that_moves_another_out_of_range_is_refused() {
    assertThatThrownBy(() -> new Shape(2000, 2, false))
        .hasMessage("--port: 2000 puts ports at 299..12012 (expected: all in 1024..65535)");
    assertThatThrownBy(() -> new Shape(60_000, 2, false)).isInstanceOf(Failure.class);
    assertThat(new Shape(60_000, 2, true).kafka()).isEqualTo(61_012);
  }
}
