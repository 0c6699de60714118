package chat.gateway.account.token;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** A key for keyed hashes, which is never shown. */
public final class Secret {

  private static final int LEAST_LENGTH = 32;

  private final byte[] bytes;

  /** Creates a secret. */
  public Secret(byte[] bytes) {
    this.bytes = bytes.clone();
  }

  /**
   * Reads a secret from a file of Base64.
   *
   * @throws IllegalStateException naming the property, if there is none or it is too short
   */
  public static Secret read(String property, @Nullable Path file) {
    byte[] bytes;
    try {
      bytes = Base64.getMimeDecoder().decode(text(property, file));
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException(property + ": " + file + " is not Base64", e);
    }
    if (bytes.length < LEAST_LENGTH) {
      throw new IllegalStateException(
          property + ": " + bytes.length + " bytes (expected: >= " + LEAST_LENGTH + ")");
    }
    return new Secret(bytes);
  }

  /** The text of a secret's file. */
  static String text(String property, @Nullable Path file) {
    if (file == null) {
      throw new IllegalStateException(property + ": not set (expected: a file's path)");
    }
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new IllegalStateException(property + ": " + file + " can't be read", e);
    }
  }

  /** Derives a key for one purpose, which reveals neither this key nor other derived ones. */
  public Secret forPurpose(String name) {
    return new Secret(hash("HmacSHA256", name.getBytes(StandardCharsets.UTF_8)));
  }

  /** The keyed hash of the concatenated parts. */
  public byte[] hash(String algorithm, byte[]... parts) {
    try {
      Mac mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(bytes, algorithm));
      for (byte[] part : parts) {
        mac.update(part);
      }
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(algorithm + " is missing", e);
    }
  }
}
