package chat.infra.prove.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.infra.prove.judge.Findings;
import chat.infra.prove.judge.Rule;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What counts as held for good. */
class GrowthTest {

  private static final long MIB = 1 << 20;
  private static final Usage BEGIN = new Usage(7, 100 * MIB, 300 * MIB, 200, 60);

  @Test
  void what_ends_where_it_began_or_within_its_slack_is_fine() {
    assertThat(judge(BEGIN, BEGIN).isEmpty()).isTrue();
    assertThat(judge(BEGIN, new Usage(7, 182 * MIB, 454 * MIB, 252, 82)).isEmpty()).isTrue();
  }

  @Test
  void each_figure_beyond_its_slack_is_found() {
    assertThat(judge(BEGIN, new Usage(7, 183 * MIB, 455 * MIB, 253, 83)).lines())
        .containsExactly(
            "GREW: 4 times: a part holds more in the end than in the begin",
            "  a, MiB of heap: 100, then 183 (× 1.5 + 32)",
            "  a, MiB of memory: 300, then 455 (× 1.3 + 64)",
            "  a, descriptors: 200, then 253 (× 1.1 + 32)",
            "  a, threads: 60, then 83 (× 1.1 + 16)");
  }

  @Test
  void keys_and_directories_without_messages_are_judged_and_others_shown() {
    Findings findings = new Findings();
    Sample begin = new Sample("begin", Map.of(), 10, Map.of("run", MIB, "kafka", MIB, "s3", 0L));
    Sample end =
        new Sample("end", Map.of(), 112, Map.of("run", 67 * MIB, "kafka", 900 * MIB, "s3", 0L));
    Growth growth = new Growth(List.of(begin, begin, end));
    growth.judge(findings);

    assertThat(findings.counts()).isEqualTo(Map.of(Rule.GREW, 2L));
    assertThat(growth.rows())
        .contains(
            List.of("held after a calm", "begin", "begin", "end", "allowed"),
            List.of("MiB in kafka", "1", "1", "900", "–"),
            List.of("keys in Redis", "10", "10", "112", "× 1.1 + 100"));
  }

  @Test
  void a_missing_sample_or_part_is_not_taken_for_good() {
    Findings findings = new Findings();
    new Growth(List.of(sample("begin", BEGIN))).judge(findings);
    assertThat(findings.counts()).containsOnlyKeys(Rule.UNJUDGED);

    Findings gone = new Findings();
    Sample begin = sample("begin", BEGIN);
    new Growth(List.of(begin, begin, new Sample("end", Map.of(), 10, Map.of()))).judge(gone);
    assertThat(gone.counts()).containsOnlyKeys(Rule.UNJUDGED);
  }

  @Test
  void a_part_that_was_started_again_is_not_taken_for_good() {
    Findings findings = judge(BEGIN, new Usage(8, MIB, MIB, 1, 1));

    assertThat(findings.counts()).containsOnlyKeys(Rule.UNJUDGED);
  }

  @Test
  void a_heap_of_another_form_is_no_empty_heap() {
    assertThatThrownBy(() -> UsageMeter.used("ZHeap used 40M, capacity 100M"))
        .isInstanceOf(IOException.class);
  }

  @Test
  void the_heap_in_use_is_that_of_all_generations() throws IOException {
    String heap =
        """
        4711:
         def new generation   total 39296K, used 1000K [0x1, 0x2, 0x3)
          eden space 34944K,   3% used [0x1, 0x2, 0x3)
         tenured generation   total 87424K, used 20500K [0x1, 0x2, 0x3)
         Metaspace       used 55555K, committed 56000K, reserved 1100000K
        """;

    assertThat(UsageMeter.used(heap)).isEqualTo(21_500);
  }

  private static Findings judge(Usage begin, Usage end) {
    Findings findings = new Findings();
    Sample first = sample("begin", begin);
    new Growth(List.of(first, first, sample("end", end))).judge(findings);
    return findings;
  }

  private static Sample sample(String moment, Usage usage) {
    return new Sample(moment, Map.of("a", usage), 10, Map.of());
  }
}
