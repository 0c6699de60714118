package chat.gateway.account;

import java.text.Normalizer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The usernames that an issuer's user may get: the claim, made fit, then the same with a number
 * behind it. The same for the same user at every gateway.
 */
final class UsernameCandidates {

  private static final int MIN_LENGTH = 3;
  private static final int MAX_LENGTH = 32;

  /** Numbers that are tried in order; after these come longer ones, which are rarely taken. */
  private static final int SMALL = 9;

  private static final int ATTEMPTS = 20;
  private static final int LARGE = 1_000_000;

  private UsernameCandidates() {}

  /** The candidates, best first; each can be a username. */
  static Stream<String> of(String id, @Nullable String claim) {
    String fit = fit(claim == null ? "" : claim);
    int seed = id.hashCode();
    return Stream.concat(
        Stream.of(cut(fit, MAX_LENGTH)),
        IntStream.range(2, ATTEMPTS)
            .map(n -> n <= SMALL ? n : SMALL + 1 + Math.floorMod(seed * 31 * n, LARGE))
            .mapToObj(n -> cut(fit, MAX_LENGTH - String.valueOf(n).length()) + n));
  }

  private static String fit(String claim) {
    String legal =
        Normalizer.normalize(claim, Normalizer.Form.NFKD)
            .replaceAll("[^A-Za-z0-9_.-]", "")
            .replaceFirst("^[_.-]+", "");
    if (legal.isEmpty()) {
      return "user";
    }
    return legal.length() < MIN_LENGTH ? "user-" + legal : legal;
  }

  private static String cut(String name, int length) {
    return name.substring(0, Math.min(name.length(), length));
  }
}
