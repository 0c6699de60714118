package chat.contract.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowTest {

  private static final Identity A = new Identity(1, 1, 10);
  private static final Identity A_WITH_OTHER_TEXT = new Identity(1, 1, 11);
  private static final Identity B = new Identity(2, 2, 20);

  private final Window window = new Window();

  @Test
  void the_first_of_an_identity_is_no_duplicate_and_those_after_it_are() {
    assertThat(window.admit(5, A, null)).isEqualTo(5);
    assertThat(window.admit(6, B, null)).isEqualTo(6);
    assertThat(window.admit(7, A, null)).isEqualTo(5);
    assertThat(window.find(A)).isEqualTo(5);
    assertThat(window.next()).isEqualTo(8);
  }

  @Test
  void verdicts_are_certain_from_the_beginning_of_a_log_or_a_warm_up_after_its_cut() {
    assertThat(Window.firstCertain(0)).isZero();
    assertThat(Window.firstCertain(1)).isEqualTo(1 + 2 * Window.RECORDS);
    assertThat(Window.warmUpFrom(Window.firstCertain(7), 7)).isEqualTo(7);
  }

  @Test
  void an_identity_is_remembered_for_exactly_the_records_of_the_window() {
    window.admit(0, A, null);
    assertThat(new Window().find(A)).isEqualTo(-1);
    window.admit(Window.RECORDS - 1, null, null);
    assertThat(window.find(A)).isZero();
    window.admit(Window.RECORDS, null, null);
    assertThat(window.find(A)).isEqualTo(-1);
  }

  @Test
  void the_last_record_that_still_sees_the_first_is_a_window_after_it() {
    window.admit(0, A, null);
    assertThat(window.admit(Window.RECORDS - 1, A, null)).isZero();
    Window later = new Window();
    later.admit(0, A, null);
    assertThat(later.admit(Window.RECORDS, A, null)).isEqualTo(Window.RECORDS);
  }

  @Test
  void a_duplicate_is_itself_one_that_later_records_are_compared_with() {
    window.admit(0, A, null);
    window.admit(10_000, A, null);
    assertThat(window.admit(20_000, A, null)).isZero();
  }

  @Test
  void the_first_text_under_an_identity_is_the_one_that_counts() {
    window.admit(0, A, null);
    window.admit(1, A_WITH_OTHER_TEXT, null);
    assertThat(window.conflicts(A_WITH_OTHER_TEXT)).isTrue();
    assertThat(window.conflicts(A)).isFalse();
    assertThat(window.conflicts(B)).isFalse();
  }

  @Test
  void records_without_identity_equal_nothing() {
    window.admit(0, null, null);
    window.admit(1, null, null);
    assertThat(window.next()).isEqualTo(2);
    assertThat(window.find(new Identity(0, 0, 0))).isEqualTo(-1);
  }

  @Test
  void the_log_never_goes_back() {
    window.admit(5, A, null);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> window.admit(5, B, null))
        .withMessage("offset: 5 (expected: >= 6)");
  }

  /**
   * Few identities that collide in the index, many records, gaps of up to several windows: every
   * verdict equals that of a map from identity to offsets.
   */
  @ParameterizedTest
  @CsvSource({
    "1, 50, 3, 1",
    "2, 500, 1, 1",
    "3, 2000, 64, 1",
    "4, 1000, 4, 7",
    "5, 3, 1, 20000",
    "6, 16384, 1024, 2",
    "7, 100000, 1000, 1"
  })
  void gives_the_verdicts_of_a_naive_reference(long seed, int identities, int homes, int maxGap) {
    Random random = new Random(seed);
    Reference reference = new Reference();
    long offset = random.nextInt(100_000);
    for (int i = 0; i < 60_000; i++) {
      offset += 1 + random.nextInt(maxGap);
      int number = random.nextInt(identities);
      Identity identity = new Identity(32L * (number % homes), number, random.nextInt(2));
      assertThat(window.find(identity))
          .as("seed %d, offset %d", seed, offset)
          .isEqualTo(reference.find(identity, window.next() - 1));
      if (random.nextInt(20) == 0) {
        window.admit(offset, null, null);
      } else {
        assertThat(window.admit(offset, identity, null))
            .as("seed %d, offset %d", seed, offset)
            .isEqualTo(reference.admit(identity, offset));
        assertThat(window.conflicts(identity)).isEqualTo(reference.conflicts(identity));
      }
    }
  }

  /** The documented rule: the same identity among the last records, by the first of them. */
  private static final class Reference {

    private record Key(long high, long low) {}

    private record Last(long offset, long first, int digest) {}

    private final Map<Key, Last> last = new HashMap<>();

    long admit(Identity identity, long offset) {
      Last before = last.get(key(identity));
      if (before != null && before.offset() > offset - Window.RECORDS) {
        last.put(key(identity), new Last(offset, before.first(), before.digest()));
        return before.first();
      }
      last.put(key(identity), new Last(offset, offset, identity.digest()));
      return offset;
    }

    long find(Identity identity, long newest) {
      Last before = last.get(key(identity));
      return before == null || before.offset() <= newest - Window.RECORDS ? -1 : before.first();
    }

    boolean conflicts(Identity identity) {
      Last before = last.get(key(identity));
      return before != null && before.digest() != identity.digest();
    }

    private static Key key(Identity identity) {
      return new Key(identity.high(), identity.low());
    }
  }
}
