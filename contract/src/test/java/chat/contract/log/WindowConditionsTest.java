package chat.contract.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowConditionsTest {

  private static final Identity A = new Identity(1, 1, 10);
  private static final Identity B = new Identity(2, 2, 20);
  private static final long DOOR = 7;
  private static final long WINDOW = 8;

  private final Window window = new Window();

  @Test
  void a_record_counts_while_its_dependencies_are_untouched() {
    window.admit(0, null, touching(0, DOOR));

    assertThat(window.admit(1, A, depending(1, DOOR))).isEqualTo(1);
    assertThat(window.admit(2, B, depending(0, WINDOW))).isEqualTo(2);
  }

  @Test
  void a_record_is_void_iff_that_was_touched_from_its_as_of_on() {
    window.admit(5, null, touching(5, DOOR));

    assertThat(window.admit(6, A, depending(5, DOOR))).isEqualTo(Window.VOID);
    assertThat(window.admit(7, A, depending(6, DOOR))).isEqualTo(7);
  }

  @Test
  void of_two_changes_of_the_same_thing_at_once_the_first_counts() {
    Condition both = new Condition(0, List.of(DOOR), List.of(DOOR));

    assertThat(window.admit(0, A, both)).isZero();
    assertThat(window.admit(1, B, both)).isEqualTo(Window.VOID);
  }

  @Test
  void one_of_several_things_is_enough() {
    window.admit(0, null, touching(0, WINDOW));

    assertThat(window.admit(1, A, depending(0, DOOR, WINDOW))).isEqualTo(Window.VOID);
  }

  @Test
  void what_was_decided_longer_ago_than_a_window_is_void() {
    window.admit(0, null, null);

    assertThat(window.admit(Window.RECORDS, A, depending(0, DOOR))).isEqualTo(Window.RECORDS);
    assertThat(window.admit(Window.RECORDS + 1, B, depending(0, DOOR))).isEqualTo(Window.VOID);
  }

  @Test
  void a_touch_is_remembered_as_long_as_a_decision_can_precede_it() {
    window.admit(0, null, touching(0, DOOR));
    window.admit(1, null, null);

    assertThat(window.admit(Window.RECORDS, A, depending(0, DOOR))).isEqualTo(Window.VOID);
  }

  @Test
  void a_record_that_claims_to_be_decided_after_its_own_offset_is_void() {
    assertThat(window.admit(3, A, depending(4, DOOR))).isEqualTo(Window.VOID);
    assertThat(window.admit(4, A, depending(4, DOOR))).isEqualTo(4);
  }

  @Test
  void a_void_record_touches_too() {
    window.admit(0, null, touching(0, DOOR));
    Condition condition = new Condition(0, List.of(WINDOW), List.of(DOOR));
    assertThat(window.admit(1, A, condition)).isEqualTo(Window.VOID);

    assertThat(window.admit(2, B, depending(1, WINDOW))).isEqualTo(Window.VOID);
  }

  @Test
  void nothing_is_a_duplicate_of_a_void_record() {
    window.admit(0, null, touching(0, DOOR));
    assertThat(window.admit(1, A, depending(0, DOOR))).isEqualTo(Window.VOID);
    assertThat(window.find(A)).isEqualTo(-1);

    assertThat(window.admit(2, A, depending(1, DOOR))).isEqualTo(2);
  }

  @Test
  void a_record_said_again_is_a_duplicate_also_if_it_may_not_be_said_any_more() {
    window.admit(0, A, depending(0, DOOR));
    window.admit(1, null, touching(1, DOOR));

    assertThat(window.admit(2, A, depending(1, DOOR))).isZero();
  }

  /**
   * Otherwise verdicts would depend on an unlimited number of records, and readers that start later
   * would differ.
   */
  @Test
  void such_a_duplicate_is_not_what_later_ones_are_compared_with() {
    window.admit(0, A, null);
    window.admit(1, null, touching(1, DOOR));
    assertThat(window.admit(2, A, depending(1, DOOR))).isZero();

    assertThat(window.admit(Window.RECORDS, A, null)).isEqualTo(Window.RECORDS);
  }

  @Test
  void a_record_whose_first_has_just_left_the_window_is_judged_by_its_condition() {
    window.admit(0, A, null);
    window.admit(Window.RECORDS - 1, null, touching(Window.RECORDS - 1, DOOR));

    assertThat(window.admit(Window.RECORDS, A, depending(1, DOOR))).isEqualTo(Window.VOID);
  }

  /** A reader from the start, one that begins later, and the documented rule agree. */
  @ParameterizedTest
  @CsvSource({"1, 40, 6", "2, 2000, 2", "3, 5, 30", "4, 300, 200", "5, 3, 2"})
  void gives_the_verdicts_of_the_rule_wherever_a_reader_starts(
      long seed, int identities, int things) {
    List<Entry> log = log(new Random(seed), identities, things);
    List<Long> verdicts = new ArrayList<>();
    for (int i = 0; i < log.size(); i++) {
      verdicts.add(admit(window, log.get(i)));
      assertThat(Verdict.of(verdicts.get(i), log.get(i)))
          .as("seed %d, record %d", seed, i)
          .isEqualTo(rule(log, i));
    }
    assertThat(verdicts).contains(Window.VOID);

    int start = log.size() * 2 / 3;
    Window late = new Window();
    for (int i = 0; i < log.size(); i++) {
      if (log.get(i).offset() >= log.get(start).offset() - Window.WARM_UP) {
        Verdict verdict = Verdict.of(admit(late, log.get(i)), log.get(i));
        if (i >= start) {
          assertThat(verdict).as("seed %d, record %d", seed, i).isEqualTo(rule(log, i));
        }
      }
    }
  }

  private enum Verdict {
    COUNTS,
    DUPLICATE,
    VOID;

    static Verdict of(long verdict, Entry entry) {
      return verdict == Window.VOID ? VOID : verdict == entry.offset() ? COUNTS : DUPLICATE;
    }
  }

  private record Entry(long offset, @Nullable Identity identity, @Nullable Condition condition) {}

  /** The rule in the window's documentation, word by word. */
  private static Verdict rule(List<Entry> log, int index) {
    Entry entry = log.get(index);
    for (int i = index - 1; i >= 0; i--) {
      Entry earlier = log.get(i);
      if (earlier.offset() <= entry.offset() - Window.RECORDS) {
        break;
      }
      if (entry.identity() != null
          && earlier.identity() != null
          && earlier.identity().matches(entry.identity())
          && holds(log, i)) {
        return Verdict.DUPLICATE;
      }
    }
    return holds(log, index) ? Verdict.COUNTS : Verdict.VOID;
  }

  private static boolean holds(List<Entry> log, int index) {
    long offset = log.get(index).offset();
    Condition condition = log.get(index).condition();
    if (condition == null) {
      return true;
    }
    if (condition.asOf() > offset || condition.asOf() < offset - Window.RECORDS) {
      return false;
    }
    for (int i = index - 1; i >= 0 && log.get(i).offset() >= condition.asOf(); i--) {
      Condition earlier = log.get(i).condition();
      if (earlier != null && earlier.touches().stream().anyMatch(condition.depends()::contains)) {
        return false;
      }
    }
    return true;
  }

  /** About five windows of records with gaps, most decided shortly before they were appended. */
  private static List<Entry> log(Random random, int identities, int things) {
    List<Entry> log = new ArrayList<>();
    long offset = random.nextInt(1000);
    while (offset < 5L * Window.RECORDS) {
      offset += 1 + random.nextInt(40);
      int number = random.nextInt(identities);
      Identity identity = new Identity(number, number, random.nextInt(2));
      int longest = random.nextInt(50) == 0 ? 2 * Window.RECORDS : 60;
      long asOf = Math.max(0, offset + 1 - random.nextInt(longest));
      Condition condition = new Condition(asOf, some(random, things), some(random, things));
      log.add(
          new Entry(
              offset,
              random.nextInt(20) == 0 ? null : identity,
              random.nextInt(3) == 0 ? null : condition));
    }
    return log;
  }

  private static List<Long> some(Random random, int things) {
    return random.longs(random.nextInt(3), 0, things).boxed().toList();
  }

  private static long admit(Window window, Entry entry) {
    return window.admit(entry.offset(), entry.identity(), entry.condition());
  }

  private static Condition touching(long asOf, Long... things) {
    return new Condition(asOf, List.of(things), List.of());
  }

  private static Condition depending(long asOf, Long... things) {
    return new Condition(asOf, List.of(), List.of(things));
  }
}
