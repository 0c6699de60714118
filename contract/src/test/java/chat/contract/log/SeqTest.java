package chat.contract.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class SeqTest {

  private static final long LARGEST_IN_JAVASCRIPT = 9_007_199_254_740_991L;

  @Test
  void the_first_record_of_the_first_epoch_stands_after_nothing() {
    assertThat(Seq.of(1, 0)).isEqualTo(17_592_186_044_416L).isGreaterThan(Seq.NONE);
  }

  @Test
  void the_last_position_of_all_is_the_largest_integer_of_javascript() {
    assertThat(Seq.of(511, (1L << 44) - 1)).isEqualTo(LARGEST_IN_JAVASCRIPT);
  }

  @Test
  void epoch_and_offset_come_back() {
    long seq = Seq.of(3, 141);
    assertThat(Seq.epoch(seq)).isEqualTo(3);
    assertThat(Seq.offset(seq)).isEqualTo(141);
    assertThat(Seq.epoch(Seq.NONE)).isZero();
  }

  @Test
  void a_later_epoch_stands_after_every_offset_of_an_earlier_one() {
    assertThat(Seq.of(2, 0)).isGreaterThan(Seq.of(1, (1L << 44) - 1));
  }

  @Test
  void what_has_no_position_is_refused() {
    assertThatIllegalArgumentException().isThrownBy(() -> Seq.of(0, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> Seq.of(512, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> Seq.of(1, -1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Seq.of(1, 1L << 44))
        .withMessage("offset: 17592186044416 (expected: 0..17592186044415)");
  }
}
