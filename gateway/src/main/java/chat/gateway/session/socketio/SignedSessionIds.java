package chat.gateway.session.socketio;

import static java.nio.charset.StandardCharsets.UTF_8;

import chat.gateway.account.token.Secret;
import chat.sockets.engineio.SessionIds;
import java.net.URI;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Session ids that contain the address of the session's gateway, to which the others forward its
 * requests. They are signed with a secret of all gateways, so a client can't choose the address.
 */
final class SignedSessionIds implements SessionIds {

  private static final int RANDOM_BYTES = 15;
  private static final int MAC_BYTES = 16;
  private static final int MAX_LENGTH = 512;

  private final Secret secret;
  private final SecureRandom random;
  private final byte[] here;

  /**
   * Creates ids of sessions at this gateway.
   *
   * @param address the address at which other gateways reach this one
   */
  SignedSessionIds(Secret secret, SecureRandom random, URI address) {
    this.secret = secret;
    this.random = random;
    this.here = address.toString().getBytes(UTF_8);
  }

  @Override
  public String next() {
    byte[] unique = new byte[RANDOM_BYTES];
    random.nextBytes(unique);
    byte[] name =
        ByteBuffer.allocate(MAC_BYTES + RANDOM_BYTES + here.length)
            .put(mac(unique, here))
            .put(unique)
            .put(here)
            .array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(name);
  }

  @Override
  public @Nullable URI elsewhere(String sid) {
    byte[] name = decode(sid);
    if (name.length <= MAC_BYTES + RANDOM_BYTES) {
      return null;
    }
    byte[] mac = Arrays.copyOf(name, MAC_BYTES);
    byte[] unique = Arrays.copyOfRange(name, MAC_BYTES, MAC_BYTES + RANDOM_BYTES);
    byte[] address = Arrays.copyOfRange(name, MAC_BYTES + RANDOM_BYTES, name.length);
    return MessageDigest.isEqual(mac, mac(unique, address)) && !Arrays.equals(address, here)
        ? URI.create(new String(address, UTF_8))
        : null;
  }

  private byte[] mac(byte[] unique, byte[] address) {
    return Arrays.copyOf(secret.hash("HmacSHA256", unique, address), MAC_BYTES);
  }

  private static byte[] decode(String sid) {
    try {
      return sid.length() > MAX_LENGTH ? new byte[0] : Base64.getUrlDecoder().decode(sid);
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }
}
