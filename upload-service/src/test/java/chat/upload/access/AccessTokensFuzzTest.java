package chat.upload.access;

import static org.assertj.core.api.Assertions.assertThat;

import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import chat.infra.attacks.Fuzz;
import chat.upload.UploadService;
import io.jsonwebtoken.Jwts;
import java.security.KeyPair;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Tokens that were tampered with prove nothing here either. */
class AccessTokensFuzzTest {

  private static final int TRIES = 3_000;

  @Test
  void access_tokens() throws Exception {
    KeyPair key = Jwts.SIG.ES256.keyPair().build();
    AccessTokens tokens =
        new AccessTokens(
            new TokenSettings("chat", "chat"),
            id -> Optional.of(key.getPublic()).filter(known -> id.equals("k")),
            InstantSource.system());
    String good =
        Jwts.builder()
            .header()
            .type("at+jwt")
            .keyId("k")
            .and()
            .claims(UploadService.claims("ann", Instant.now().plusSeconds(600)).build())
            .signWith(key.getPrivate(), Jwts.SIG.ES256)
            .compact();
    assertThat(tokens.verify(good, true).id()).isEqualTo("ann");

    Fuzz.ofTexts(good, "a.b.c", "eyJhbGciOiJub25lIn0.e30.")
        .texts(
            TRIES,
            token -> {
              try {
                assertThat(tokens.verify(token, true).id()).isEqualTo("ann");
                assertThat(token).hasSameSizeAs(good);
              } catch (Refusal refusal) {
                assertThat(refusal.code()).isEqualTo(ProblemCode.UNAUTHENTICATED);
              }
            });
  }
}
