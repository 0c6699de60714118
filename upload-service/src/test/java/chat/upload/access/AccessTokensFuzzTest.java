package chat.upload.access;

import static org.assertj.core.api.Assertions.assertThat;

import chat.infra.attacks.Fuzz;
import chat.upload.UploadService;
import chat.upload.problem.ProblemCode;
import chat.upload.problem.Refusal;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Tokens that were tampered with prove nothing here either. */
class AccessTokensFuzzTest {

  private static final int TRIES = 3_000;

  @Test
  void access_tokens() throws Exception {
    ECKey key = new ECKeyGenerator(Curve.P_256).keyID("k").generate();
    AccessTokens tokens =
        new AccessTokens(
            new TokenSettings("chat", "chat"),
            new ImmutableJWKSet<>(new JWKSet(key.toPublicJWK())));
    JWSHeader header =
        new JWSHeader.Builder(JWSAlgorithm.ES256)
            .type(new JOSEObjectType("at+jwt"))
            .keyID("k")
            .build();
    SignedJWT signed =
        new SignedJWT(header, UploadService.claims("ann", Instant.now().plusSeconds(600)).build());
    signed.sign(new ECDSASigner(key));
    String good = signed.serialize();
    assertThat(tokens.verify(good).id()).isEqualTo("ann");

    Fuzz.ofTexts(good, "a.b.c", "eyJhbGciOiJub25lIn0.e30.")
        .texts(
            TRIES,
            token -> {
              try {
                assertThat(tokens.verify(token).id()).isEqualTo("ann");
                assertThat(token).hasSameSizeAs(good);
              } catch (Refusal refusal) {
                assertThat(refusal.code()).isEqualTo(ProblemCode.UNAUTHENTICATED);
              }
            });
  }
}
