package chat.gateway.session.socketio;

import static java.nio.charset.StandardCharsets.UTF_8;

import chat.gateway.account.token.Secret;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The token with which a client resumes its session: it names the session and is sealed for its
 * user. All gateways have the secret, so each of them accepts it, and a client can't forge one.
 *
 * @param text the token as the client has it
 * @param session the session's name
 */
record Pass(String text, String session) {

  private static final int SEAL_BYTES = 16;
  private static final int MAX_LENGTH = 512;

  /** Creates a pass for a user's new session. */
  static Pass issue(Secret secret, String user, String session) {
    byte[] name = session.getBytes(UTF_8);
    byte[] sealed =
        ByteBuffer.allocate(SEAL_BYTES + name.length)
            .put(seal(secret, user, name))
            .put(name)
            .array();
    return new Pass(Base64.getUrlEncoder().withoutPadding().encodeToString(sealed), session);
  }

  /** Reads a client's pass. Returns null if there is none, or if it is not of that user. */
  static @Nullable Pass read(Secret secret, String user, @Nullable JsonNode brought) {
    String text = brought == null ? null : brought.asString(null);
    if (text == null || text.length() > MAX_LENGTH) {
      return null;
    }
    try {
      byte[] sealed = Base64.getUrlDecoder().decode(text);
      if (sealed.length <= SEAL_BYTES) {
        return null;
      }
      byte[] name = Arrays.copyOfRange(sealed, SEAL_BYTES, sealed.length);
      boolean genuine =
          MessageDigest.isEqual(Arrays.copyOf(sealed, SEAL_BYTES), seal(secret, user, name));
      return genuine ? new Pass(text, new String(name, UTF_8)) : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** The length in front fixes where the user ends and the session begins. */
  private static byte[] seal(Secret secret, String user, byte[] session) {
    byte[] owner = user.getBytes(UTF_8);
    byte[] length = {(byte) owner.length};
    return Arrays.copyOf(secret.hash("HmacSHA256", length, owner, session), SEAL_BYTES);
  }
}
