package chat.gateway.account.password;

import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A new password, used as it was entered. */
public record NewPassword(String text) {

  private static final int LEAST = 8;
  private static final int MAX = 128;
  private static final Set<String> COMMON = common();

  /**
   * Validates a password.
   *
   * @param field its name in the request
   * @throws Refusal {@code invalid_request} if it is not acceptable
   */
  public static NewPassword of(String field, String text) {
    fault(text)
        .ifPresent(
            fault -> {
              throw Refusal.ofField(ProblemCode.INVALID_REQUEST, field, fault);
            });
    return new NewPassword(text);
  }

  /** The reason why a password is not acceptable, if there is one. */
  public static Optional<String> fault(String text) {
    int length = text.codePointCount(0, text.length());
    if (length < LEAST || length > MAX) {
      return Optional.of("not " + LEAST + "-" + MAX + " characters");
    }
    boolean isCommon =
        COMMON.contains(text.toLowerCase(Locale.ROOT))
            || text.codePoints().allMatch(c -> c == text.codePointAt(0));
    return isCommon ? Optional.of("one of the first that others would try") : Optional.empty();
  }

  @Override
  public String toString() {
    return "a password";
  }

  private static Set<String> common() {
    try (InputStream file = NewPassword.class.getResourceAsStream("common-passwords.txt")) {
      byte[] bytes = Objects.requireNonNull(file).readAllBytes();
      return new String(bytes, StandardCharsets.UTF_8).lines().collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
