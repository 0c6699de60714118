package chat.infra.openid;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * One edition of a provider's keys, one for each algorithm.
 *
 * @param pairs by algorithm
 */
record ProviderKeys(String edition, Map<String, KeyPair> pairs) {

  private static final int ED25519_LENGTH = 32;

  static ProviderKeys generate() {
    try {
      KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
      rsa.initialize(2048);
      KeyPairGenerator ec = KeyPairGenerator.getInstance("EC");
      ec.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPairGenerator ed = KeyPairGenerator.getInstance("Ed25519");
      return new ProviderKeys(
          UUID.randomUUID().toString(),
          Map.of(
              "RS256", rsa.generateKeyPair(),
              "ES256", ec.generateKeyPair(),
              "EdDSA", ed.generateKeyPair()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  KeyPair pair(String algorithm) {
    KeyPair pair = pairs.get(algorithm);
    if (pair == null) {
      throw new IllegalArgumentException(
          "algorithm: " + algorithm + " (expected: one of " + pairs.keySet() + ")");
    }
    return pair;
  }

  String id(String algorithm) {
    return algorithm + "-" + edition;
  }

  JWKSet set() {
    KeyPair rsa = pair("RS256");
    KeyPair ec = pair("ES256");
    JWK rs256 =
        new RSAKey.Builder((RSAPublicKey) rsa.getPublic())
            .privateKey(rsa.getPrivate())
            .keyID(id("RS256"))
            .build();
    JWK es256 =
        new ECKey.Builder(Curve.P_256, (ECPublicKey) ec.getPublic())
            .privateKey(ec.getPrivate())
            .keyID(id("ES256"))
            .build();
    byte[] encoded = pair("EdDSA").getPublic().getEncoded();
    byte[] x = Arrays.copyOfRange(encoded, encoded.length - ED25519_LENGTH, encoded.length);
    JWK eddsa =
        new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(x)).keyID(id("EdDSA")).build();
    return new JWKSet(List.of(rs256, es256, eddsa));
  }
}
