package chat.sockets.budget;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.boot.convert.DurationStyle;

/**
 * The rate of a token bucket: its capacity, which is refilled evenly in each period.
 *
 * @param tokens capacity, and tokens refilled in one period (1 or more)
 * @param period time in which an empty bucket is full again (at least 1ms)
 */
public record Rate(long tokens, Duration period) {

  private static final Pattern TEXT = Pattern.compile("(\\d{1,9})/(\\d{1,9}(?:ms|s|m|h|d))");

  public Rate {
    if (tokens < 1) {
      throw new IllegalArgumentException("tokens: " + tokens + " (expected: > 0)");
    }
    if (period.compareTo(Duration.ofMillis(1)) < 0) {
      throw new IllegalArgumentException("period: " + period + " (expected: >= 1ms)");
    }
  }

  /** Multiplies the tokens, and so the burst; the period stays. */
  public Rate times(int factor) {
    return new Rate(Math.multiplyExact(tokens, factor), period);
  }

  /** Parses a rate as written in settings, such as {@code 60/1m}. */
  public static Rate valueOf(String text) {
    Matcher matcher = TEXT.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException("rate: " + text + " (expected: as 60/1m or 500/10s)");
    }
    return new Rate(
        Long.parseLong(matcher.group(1)), DurationStyle.detectAndParse(matcher.group(2)));
  }
}
