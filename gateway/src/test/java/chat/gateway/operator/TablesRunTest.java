package chat.gateway.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import chat.gateway.log.MemoryLog;
import chat.gateway.log.PartitionLog;
import java.util.List;
import org.junit.jupiter.api.Test;

class TablesRunTest {

  private final PartitionLog log = MemoryLog.startingAt(0).partition();

  @Test
  void a_run_needs_all_partitions_of_the_log() {
    assertThat(TablesRun.complete(List.of(log), 1)).containsExactly(log);
    isUnavailable(List.of(log), 2);
    isUnavailable(List.of(), 1);
    isUnavailable(List.of(), 0);
  }

  private static void isUnavailable(List<PartitionLog> known, int partitions) {
    assertThatThrownBy(() -> TablesRun.complete(known, partitions))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> assertThat(refusal.code()).isEqualTo(ProblemCode.UNAVAILABLE));
  }
}
