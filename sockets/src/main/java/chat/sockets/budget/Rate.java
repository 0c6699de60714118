package chat.sockets.budget;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.boot.convert.DurationStyle;

/**
 * A number of tokens at once, and as many again in each period, evenly.
 *
 * @param tokens how many
 * @param period in which time that many come back
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

  /** The same with more in the same time, and at once. */
  public Rate times(int factor) {
    return new Rate(Math.multiplyExact(tokens, factor), period);
  }

  /** Reads one as settings have it: {@code 60/1m}. */
  public static Rate valueOf(String text) {
    Matcher matcher = TEXT.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException("rate: " + text + " (expected: as 60/1m or 500/10s)");
    }
    return new Rate(
        Long.parseLong(matcher.group(1)), DurationStyle.detectAndParse(matcher.group(2)));
  }
}
