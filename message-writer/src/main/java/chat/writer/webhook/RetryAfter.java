package chat.writer.webhook;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** The header {@code Retry-After} (RFC 9110): seconds or a date. */
final class RetryAfter {

  private static final int MOST_DIGITS = 9;

  private RetryAfter() {}

  /**
   * Reads the header.
   *
   * @param most the longest wait that is believed
   * @return null if it is absent or can't be read
   */
  static @Nullable Duration read(@Nullable String header, Instant now, Duration most) {
    if (header == null) {
      return null;
    }
    Duration asked =
        header.chars().allMatch(Character::isDigit) ? seconds(header) : until(header, now);
    if (asked == null || asked.isNegative()) {
      return null;
    }
    return asked.compareTo(most) < 0 ? asked : most;
  }

  private static @Nullable Duration seconds(String digits) {
    if (digits.isEmpty()) {
      return null;
    }
    String bounded = digits.length() > MOST_DIGITS ? "9".repeat(MOST_DIGITS) : digits;
    return Duration.ofSeconds(Long.parseLong(bounded));
  }

  private static @Nullable Duration until(String date, Instant now) {
    try {
      return Duration.between(
          now, ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException e) {
      return null;
    }
  }
}
