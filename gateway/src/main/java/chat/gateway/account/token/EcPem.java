package chat.gateway.account.token;

import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.security.EcPrivateJwk;
import io.jsonwebtoken.security.EcPublicJwk;
import io.jsonwebtoken.security.Jwks;
import java.security.GeneralSecurityException;
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
    try {
      var encoded = new PKCS8EncodedKeySpec(bytes(pem, "PRIVATE"));
      ECPrivateKey key = (ECPrivateKey) KeyFactory.getInstance("EC").generatePrivate(encoded);
      requireP256(key);
      return Jwks.builder()
          .key(key)
          .idFromThumbprint()
          .publicKeyUse("sig")
          .algorithm("ES256")
          .build();
    } catch (GeneralSecurityException | JwtException | IllegalArgumentException e) {
      throw new IllegalStateException(
          property + ": no EC P-256 private key in PEM (PKCS#8) where one is expected", e);
    }
  }

  /** Reads a public key (SubjectPublicKeyInfo), or the public part of a private one. */
  static EcPublicJwk publicKey(String property, String pem) {
    if (!pem.contains(PUBLIC)) {
      return privateKey(property, pem).toPublicJwk();
    }
    try {
      var encoded = new X509EncodedKeySpec(bytes(pem, "PUBLIC"));
      ECPublicKey key = (ECPublicKey) KeyFactory.getInstance("EC").generatePublic(encoded);
      requireP256(key);
      return Jwks.builder()
          .key(key)
          .idFromThumbprint()
          .publicKeyUse("sig")
          .algorithm("ES256")
          .build();
    } catch (GeneralSecurityException | JwtException | IllegalArgumentException e) {
      throw new IllegalStateException(
          property + ": no EC P-256 public key in PEM where one is expected", e);
    }
  }

  private static byte[] bytes(String pem, String kind) {
    return Base64.getMimeDecoder()
        .decode(pem.replaceAll("-----(BEGIN|END) " + kind + " KEY-----", ""));
  }

  private static void requireP256(ECKey key) {
    if (key.getParams().getOrder().bitLength() != P256_BITS) {
      throw new IllegalArgumentException("not on P-256");
    }
  }
}
