package chat.gateway.account.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import chat.infra.attacks.Fuzz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Malformed credentials: each is refused with a short answer. */
class SecretsFuzzTest {

  private static final int TRIES = 5_000;

  @TempDir private Path directory;

  private final KeyPair pair = TestKeys.newKeys();

  @Test
  void access_tokens() throws IOException {
    TestTokens here = new TestTokens(directory);
    AccessTokens tokens = here.tokens;
    String good = here.sign(here.good());
    assertThat(tokens.verify(good).user().id()).isEqualTo("u1");
    String signature = good.substring(good.lastIndexOf('.') + 1);

    Fuzz.ofTexts(good, "a.b.c", "eyJhbGciOiJub25lIn0.e30.", good.replace(signature, ""))
        .texts(
            TRIES,
            token -> {
              try {
                assertThat(tokens.verify(token).user().id()).isEqualTo("u1");
                assertThat(saysTheSame(token, good)).isTrue();
              } catch (Refusal refusal) {
                assertThat(refusal.code()).isEqualTo(ProblemCode.UNAUTHENTICATED);
                assertThat(refusal.detail()).hasSizeLessThan(100);
              }
            });
  }

  /** Base64 has several texts for some bytes; no other difference is accepted. */
  private static boolean saysTheSame(String token, String good) {
    String[] parts = token.split("\\.", -1);
    String[] whole = good.split("\\.", -1);
    for (int i = 0; i < whole.length; i++) {
      byte[] part = Base64.getUrlDecoder().decode(parts[i]);
      if (!Arrays.equals(part, Base64.getUrlDecoder().decode(whole[i]))) {
        return false;
      }
    }
    return true;
  }

  /** Errors of keys are logged at the start: they must not show any part of a key. */
  @Test
  void keys_in_files() throws IOException {
    String pem = Files.readString(TestKeys.writeKey(directory, pair));
    String secret = Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded());
    String open =
        "-----BEGIN PUBLIC KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(pair.getPublic().getEncoded())
            + "\n-----END PUBLIC KEY-----\n";

    Fuzz.ofTexts(pem, open)
        .texts(
            TRIES / 5,
            text -> {
              try {
                assertThat(EcPem.publicKey("a.property", text).getAlgorithm()).isEqualTo("ES256");
              } catch (IllegalStateException refused) {
                assertThat(refused.getMessage())
                    .startsWith("a.property: ")
                    .doesNotContain(secret.substring(40, 60));
              }
            });
  }

  @Test
  void peppers_in_files() throws IOException {
    Path file = directory.resolve("pepper");

    Fuzz.ofTexts(
            Base64.getEncoder().encodeToString("0123456789abcdef0123456789abcdef".getBytes(UTF_8)))
        .bytes(
            TRIES / 5,
            bytes -> {
              Files.write(file, bytes);
              try {
                assertThat(Secret.read("a.property", file)).isNotNull();
              } catch (IllegalStateException refused) {
                assertThat(refused.getMessage())
                    .startsWith("a.property: ")
                    .doesNotContain("MDEyMzQ");
              }
            });
  }
}
