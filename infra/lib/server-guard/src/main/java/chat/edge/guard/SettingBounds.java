package chat.edge.guard;

import java.time.Duration;
import org.springframework.format.annotation.DurationFormat;
import org.springframework.format.datetime.standard.DurationFormatterUtils;

/**
 * Checks that settings are in their ranges; a message names the property, its value and the range.
 * In place of validation annotations, which know no {@link DataSize}, are not looked at where a
 * constructor is called, and would put a validator into every service.
 */
public final class SettingBounds {

  private SettingBounds() {}

  /** Refuses a value below the least one. */
  public static void atLeast(String property, long value, long least) {
    check(property, value, value >= least, ">= " + least);
  }

  /** Refuses a value below the least one. */
  public static void atLeast(String property, Duration value, Duration least) {
    check(property, text(value), value.compareTo(least) >= 0, ">= " + text(least));
  }

  /** Refuses a value that is not from the least to the most. */
  public static void between(String property, long value, long least, long most) {
    check(property, value, value >= least && value <= most, least + " to " + most);
  }

  /** Refuses a value that is not from the least to the most. */
  public static void between(String property, Duration value, Duration least, Duration most) {
    boolean ok = value.compareTo(least) >= 0 && value.compareTo(most) <= 0;
    check(property, text(value), ok, text(least) + " to " + text(most));
  }

  private static void check(String property, Object value, boolean ok, String expected) {
    if (!ok) {
      throw new IllegalArgumentException(property + ": " + value + " (expected: " + expected + ")");
    }
  }

  private static String text(Duration duration) {
    return DurationFormatterUtils.print(duration, DurationFormat.Style.COMPOSITE);
  }
}
