package chat.gateway.account.token;

import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.KeyPairBuilder;
import io.jsonwebtoken.security.SecureRequest;
import io.jsonwebtoken.security.SignatureAlgorithm;
import io.jsonwebtoken.security.SignatureException;
import io.jsonwebtoken.security.VerifySecureDigestRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.SecureRandomSpi;
import java.security.Signature;

/**
 * Deterministic ES256: a signature depends on key and content only, so that every gateway answers a
 * repeated refresh with the same token. As in RFC 6979 the nonce comes from a keyed hash of the
 * content, with a key derived from the private key. A provider that draws its nonce in another way
 * still makes valid signatures, each time another.
 */
final class ReproducibleEs256 implements SignatureAlgorithm {

  @Override
  public String getId() {
    return "ES256";
  }

  @Override
  public byte[] digest(SecureRequest<InputStream, PrivateKey> request) {
    try {
      byte[] content = request.getPayload().readAllBytes();
      Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
      signature.initSign(request.getKey(), new Drawn(request.getKey(), content));
      signature.update(content);
      return signature.sign();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new SignatureException("can't sign", e);
    }
  }

  @Override
  public boolean verify(VerifySecureDigestRequest<PublicKey> request) {
    return Jwts.SIG.ES256.verify(request);
  }

  @Override
  public KeyPairBuilder keyPair() {
    return Jwts.SIG.ES256.keyPair();
  }

  private static final class Drawn extends SecureRandom {

    private static final long serialVersionUID = 1;

    Drawn(PrivateKey key, byte[] content) {
      super(new Stream(new Secret(key.getEncoded()).forPurpose("ES256 nonce"), content), null);
    }
  }

  private static final class Stream extends SecureRandomSpi {

    private static final long serialVersionUID = 1;

    private final transient Secret secret;
    private final byte[] content;
    private int blocks;

    Stream(Secret secret, byte[] content) {
      this.secret = secret;
      this.content = content;
    }

    @Override
    protected void engineNextBytes(byte[] bytes) {
      ByteBuffer rest = ByteBuffer.wrap(bytes);
      while (rest.hasRemaining()) {
        byte[] number = ByteBuffer.allocate(Integer.BYTES).putInt(blocks++).array();
        byte[] block = secret.hash("HmacSHA512", number, content);
        rest.put(block, 0, Math.min(block.length, rest.remaining()));
      }
    }

    @Override
    protected byte[] engineGenerateSeed(int length) {
      byte[] seed = new byte[length];
      engineNextBytes(seed);
      return seed;
    }

    @Override
    protected void engineSetSeed(byte[] seed) {
      // A seed must not change the nonce.
    }
  }
}
