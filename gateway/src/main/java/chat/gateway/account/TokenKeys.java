package chat.gateway.account;

import io.jsonwebtoken.security.EcPrivateJwk;
import io.jsonwebtoken.security.EcPublicJwk;
import io.jsonwebtoken.security.Jwks;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The keys of access tokens: one signs, all verify. */
final class TokenKeys {

  private static final int P256_BITS = 256;
  private static final String PROPERTY = "chat.account.token.key-file";

  private final EcPrivateJwk signing;
  private final Map<String, EcPublicJwk> verifying = new LinkedHashMap<>();

  private TokenKeys(EcPrivateJwk signing, List<EcPublicJwk> others) {
    this.signing = signing;
    verifying.put(signing.getId(), signing.toPublicJwk());
    others.forEach(key -> verifying.put(key.getId(), key));
  }

  /**
   * Reads them.
   *
   * @throws IllegalStateException naming the property, if that is not a key as expected
   */
  static TokenKeys read(@Nullable Path signing) {
    String pem = Secret.text(PROPERTY, signing);
    try {
      return new TokenKeys(jwk(pem), List.of());
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IllegalStateException(
          PROPERTY + ": " + signing + " is no EC P-256 private key in PEM (PKCS#8)", e);
    }
  }

  /** The id of the key that signs: its thumbprint (RFC 7638). */
  String signingId() {
    return signing.getId();
  }

  PrivateKey signing() {
    return signing.toKey();
  }

  /** The key of an id that others may have given. */
  Optional<PublicKey> verifying(String id) {
    return Optional.ofNullable(verifying.get(id)).map(EcPublicJwk::toKey);
  }

  /** What others verify with: the members of each key's JWK (RFC 7517), none of them secret. */
  List<Map<String, String>> published() {
    return verifying.values().stream().map(TokenKeys::members).toList();
  }

  private static Map<String, String> members(EcPublicJwk key) {
    Map<String, String> members = new TreeMap<>();
    key.forEach((name, value) -> members.put(name, String.valueOf(value)));
    return members;
  }

  private static EcPrivateJwk jwk(String pem) throws GeneralSecurityException {
    String base64 = pem.replaceAll("-----(BEGIN|END) PRIVATE KEY-----", "");
    byte[] encoded = Base64.getMimeDecoder().decode(base64);
    ECPrivateKey key =
        (ECPrivateKey)
            KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(encoded));
    if (key.getParams().getOrder().bitLength() != P256_BITS) {
      throw new IllegalArgumentException("not on P-256");
    }
    return Jwks.builder()
        .key(key)
        .idFromThumbprint()
        .publicKeyUse("sig")
        .algorithm("ES256")
        .build();
  }
}
