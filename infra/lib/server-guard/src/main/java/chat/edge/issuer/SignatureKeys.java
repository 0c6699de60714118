package chat.edge.issuer;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Selects the keys that may have signed a token, by the token's algorithm and key id. Adds Ed25519
 * to what Nimbus selects, which makes no key of the JDK of it.
 */
final class SignatureKeys extends JWSVerificationKeySelector<SecurityContext> {

  /** The DER encoding of an Ed25519 public key up to its 32 bytes (RFC 8410, 4). */
  private static final byte[] ED25519_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

  private final JWKSource<SecurityContext> keys;

  SignatureKeys(Set<JWSAlgorithm> algorithms, JWKSource<SecurityContext> keys) {
    super(algorithms, keys);
    this.keys = keys;
  }

  @Override
  public List<Key> selectJWSKeys(JWSHeader header, @Nullable SecurityContext context)
      throws KeySourceException {
    if (!JWSAlgorithm.EdDSA.equals(header.getAlgorithm()) || !isAllowed(JWSAlgorithm.EdDSA)) {
      return super.selectJWSKeys(header, context);
    }
    JWKSelector selector = new JWKSelector(JWKMatcher.forJWSHeader(header));
    List<Key> selected = new ArrayList<>();
    for (JWK key : keys.get(selector, context)) {
      if (key instanceof OctetKeyPair pair && Curve.Ed25519.equals(pair.getCurve())) {
        selected.add(publicKey(pair));
      }
    }
    return selected;
  }

  private static PublicKey publicKey(OctetKeyPair pair) throws KeySourceException {
    byte[] point = pair.getDecodedX();
    byte[] encoded = new byte[ED25519_PREFIX.length + point.length];
    System.arraycopy(ED25519_PREFIX, 0, encoded, 0, ED25519_PREFIX.length);
    System.arraycopy(point, 0, encoded, ED25519_PREFIX.length, point.length);
    try {
      return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
    } catch (GeneralSecurityException e) {
      throw new KeySourceException("a key of Ed25519 is malformed", e);
    }
  }
}
