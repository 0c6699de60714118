package chat.gateway.account.signin;

import static org.assertj.core.api.Assertions.assertThat;

import chat.gateway.account.token.Secret;
import chat.infra.attacks.Fuzz;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Malformed refresh tokens: only the original is accepted. */
class RefreshTokensFuzzTest {

  private static final int TRIES = 5_000;

  @Test
  void refresh_tokens() {
    RefreshTokens tokens = new RefreshTokens(new Secret(new byte[32]), new Random(1));
    RefreshToken good = tokens.first(new UUID(1, 2));

    Fuzz.ofTexts(good.text())
        .texts(
            TRIES,
            text ->
                tokens
                    .read(text)
                    .ifPresent(read -> assertThat(read.bytes()).isEqualTo(good.bytes())));
  }
}
