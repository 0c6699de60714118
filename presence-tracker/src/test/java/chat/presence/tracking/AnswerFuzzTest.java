package chat.presence.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import chat.contract.presence.Presence;
import chat.infra.attacks.Fuzz;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Mutated answers of scripts: each is read, or refused by one kind of error. */
class AnswerFuzzTest {

  private static final int TRIES = 15_000;
  private static final String ANN = "u1;ann;online;17;18;general,dev";

  @Test
  void changes() {
    Fuzz.ofTexts(ANN, ANN + ";u2;bob;away;0;9007199254740991;", "", "u3;cem;offline;1;2;x")
        .texts(
            TRIES,
            text -> {
              try {
                for (Presence change : new Answer(List.of(list(text))).changes(0)) {
                  assertThat(change.user().id()).isNotEmpty();
                  assertThat(text).contains(change.user().id(), change.user().username());
                }
              } catch (IllegalStateException refused) {
                assertThat(refused).hasMessageStartingWith("unexpected result of a Redis script");
              }
            });
  }

  @Test
  void positions() {
    Fuzz.ofTexts("17;42", ";17", ";")
        .texts(
            TRIES,
            text -> {
              try {
                assertThat(new Answer(list(text)).positions(0)).isNotNull();
              } catch (IllegalStateException refused) {
                assertThat(refused).hasMessageStartingWith("unexpected result of a Redis script");
              }
            });
  }

  /** Redis returns null for a missing text; a number is no text there. */
  private static List<@Nullable Object> list(String text) {
    return Arrays.stream(text.split(";", -1)).map(AnswerFuzzTest::element).toList();
  }

  private static @Nullable Object element(String text) {
    return switch (text) {
      case "null" -> null;
      case "0" -> 0L;
      case "[" -> List.of(text);
      default -> text;
    };
  }
}
