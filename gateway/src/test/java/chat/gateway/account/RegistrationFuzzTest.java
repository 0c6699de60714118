package chat.gateway.account;

import static org.assertj.core.api.Assertions.assertThat;

import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import chat.infra.attacks.Fuzz;
import org.junit.jupiter.api.Test;

/** Malformed registrations: each is accepted as a name, or its field is refused. */
class RegistrationFuzzTest {

  private static final int TRIES = 10_000;
  private static final String PASSWORD = "correct horse battery";

  @Test
  void emails() {
    Fuzz.ofTexts("ann@example.test", "ä.ö+tag@bücher.example", "a@b-c.d", "ﬁ@K.example")
        .texts(
            TRIES,
            email -> {
              try {
                String taken = new Registration(email, "ann", PASSWORD).email();
                assertThat(taken).doesNotContainAnyWhitespaces().hasSizeLessThanOrEqualTo(254);
                String folded = CaseFolding.fold(taken);
                assertThat(CaseFolding.fold(folded)).isEqualTo(folded);
              } catch (Refusal refusal) {
                checkRefused(refusal, "email");
              }
            });
  }

  @Test
  void usernames() {
    Fuzz.ofTexts("ann", "Ann_B.C-7", "0".repeat(32))
        .texts(
            TRIES,
            name -> {
              try {
                assertThat(new Registration("a@b.test", name, PASSWORD).username())
                    .matches("[A-Za-z0-9][A-Za-z0-9_.-]{2,31}");
              } catch (Refusal refusal) {
                checkRefused(refusal, "username");
              }
            });
  }

  @Test
  void passwords() {
    Fuzz.ofTexts(PASSWORD, "👋".repeat(8), "a\u0000b c\td\u00e4\u0308")
        .texts(
            TRIES,
            password -> {
              try {
                Registration taken = new Registration("a@b.test", "ann", password);
                assertThat(taken.password().codePointCount(0, taken.password().length()))
                    .isBetween(8, 128);
                assertThat(taken.toString()).doesNotContain(password);
              } catch (Refusal refusal) {
                checkRefused(refusal, "password");
              }
            });
  }

  private static void checkRefused(Refusal refusal, String field) {
    assertThat(refusal.code()).isEqualTo(ProblemCode.INVALID_REQUEST);
    assertThat(refusal.errors()).allMatch(error -> error.field().equals(field));
  }
}
