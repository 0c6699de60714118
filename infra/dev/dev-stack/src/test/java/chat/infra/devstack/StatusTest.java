package chat.infra.devstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StatusTest {
  private static final List<Status> STATUSES =
      List.of(
          new Status("gateway-1", 4711, 8080, 18_080, Child.State.READY),
          new Status("kafka", 0, 9092, 0, Child.State.STOPPED));

  @Test
  void json_says_null_where_there_is_nothing() {
    assertThat(Status.json(STATUSES))
        .isEqualTo(
            """
            [
              {"part":"gateway-1","pid":4711,"port":8080,"managementPort":18080,"state":"ready"},
              {"part":"kafka","pid":null,"port":9092,"managementPort":null,"state":"stopped"}
            ]""");
    assertThat(Status.json(List.of())).isEqualTo("[]");
  }

  @Test
  void the_table_has_a_line_for_each_part() {
    assertThat(Status.table(STATUSES))
        .isEqualTo(
            """
            PART                  PID   PORT  MANAGEMENT  STATE
            gateway-1            4711   8080       18080  ready
            kafka                   -   9092           -  stopped""");
  }

  @Test
  void a_status_survives_the_control_connection_unchanged() {
    assertThat(STATUSES).allSatisfy(s -> assertThat(Status.decode(s.encode())).isEqualTo(s));
  }
}
