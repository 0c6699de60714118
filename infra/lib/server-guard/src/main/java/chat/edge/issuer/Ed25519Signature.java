package chat.edge.issuer;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.crypto.impl.BaseJWSProvider;
import com.nimbusds.jose.proc.JWSVerifierFactory;
import com.nimbusds.jose.util.Base64URL;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.util.Set;

/** Verifies EdDSA by the JDK: Nimbus needs another library for it. */
final class Ed25519Signature extends BaseJWSProvider implements JWSVerifier {

  private final PublicKey key;

  private Ed25519Signature(PublicKey key) {
    super(Set.of(JWSAlgorithm.EdDSA));
    this.key = key;
  }

  /** Verifiers for all algorithms: those of Nimbus, and this one. */
  static JWSVerifierFactory andOthers() {
    return new Factory();
  }

  @Override
  public boolean verify(JWSHeader header, byte[] content, Base64URL signature)
      throws JOSEException {
    if (header.getCriticalParams() != null) {
      return false; // none is known
    }
    try {
      Signature verifier = Signature.getInstance("Ed25519");
      verifier.initVerify(key);
      verifier.update(content);
      return verifier.verify(signature.decode());
    } catch (SignatureException e) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new JOSEException("a signature of Ed25519 can't be verified", e);
    }
  }

  private static final class Factory extends DefaultJWSVerifierFactory {

    @Override
    public JWSVerifier createJWSVerifier(JWSHeader header, Key key) throws JOSEException {
      return JWSAlgorithm.EdDSA.equals(header.getAlgorithm()) && key instanceof PublicKey known
          ? new Ed25519Signature(known)
          : super.createJWSVerifier(header, key);
    }
  }
}
