package chat.gateway.account.token;

import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.security.AsymmetricJwk;
import io.jsonwebtoken.security.AsymmetricJwkBuilder;
import io.jsonwebtoken.security.EcPrivateJwk;
import io.jsonwebtoken.security.EcPublicJwk;
import io.jsonwebtoken.security.Jwks;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.interfaces.ECKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/** Reads P-256 keys from PEM. Errors name the property and show nothing of the key. */
final class EcPem {

  private static final int P256_BITS = 256;
  private static final String PUBLIC = "-----BEGIN PUBLIC KEY-----";

  private EcPem() {}

  /** Reads a private key (PKCS#8) and derives its public key. */
  static EcPrivateJwk privateKey(String property, String pem) {
    return read(
        property,
        "private key in PEM (PKCS#8)",
        keys -> {
          var encoded = new PKCS8EncodedKeySpec(bytes(pem, "PRIVATE"));
          return jwk(Jwks.builder().key(p256((ECPrivateKey) keys.generatePrivate(encoded))));
        });
  }

  /** Reads a public key (SubjectPublicKeyInfo), or the public part of a private one. */
  static EcPublicJwk publicKey(String property, String pem) {
    if (!pem.contains(PUBLIC)) {
      return privateKey(property, pem).toPublicJwk();
    }
    return read(
        property,
        "public key in PEM",
        keys -> {
          var encoded = new X509EncodedKeySpec(bytes(pem, "PUBLIC"));
          return jwk(Jwks.builder().key(p256((ECPublicKey) keys.generatePublic(encoded))));
        });
  }

  private interface Parser<J> {
    J parse(KeyFactory keys) throws GeneralSecurityException;
  }

  private static <J> J read(String property, String expected, Parser<J> parser) {
    try {
      return parser.parse(KeyFactory.getInstance("EC"));
    } catch (GeneralSecurityException | JwtException | IllegalArgumentException e) {
      throw new IllegalStateException(
          property + ": no EC P-256 " + expected + " where one is expected", e);
    }
  }

  private static <
          K extends Key, J extends AsymmetricJwk<K>, B extends AsymmetricJwkBuilder<K, J, B>>
      J jwk(B builder) {
    return builder.idFromThumbprint().publicKeyUse("sig").algorithm("ES256").build();
  }

  private static byte[] bytes(String pem, String kind) {
    return Base64.getMimeDecoder()
        .decode(pem.replaceAll("-----(BEGIN|END) " + kind + " KEY-----", ""));
  }

  private static <K extends ECKey> K p256(K key) {
    if (key.getParams().getOrder().bitLength() != P256_BITS) {
      throw new IllegalArgumentException("not on P-256");
    }
    return key;
  }
}
