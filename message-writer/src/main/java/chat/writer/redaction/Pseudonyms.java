package chat.writer.redaction;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Replaces ids and names by a keyed hash: the same one always has the same pseudonym, and without
 * the key no name can be tried. A pseudonym is the first 32 hexadecimal digits of HMAC-SHA-256 over
 * the kind, a NUL and the name. Used by one thread only.
 */
final class Pseudonyms {

  private static final String ALGORITHM = "HmacSHA256";
  private static final int LEAST_KEY = 32;
  private static final int LENGTH = 16;
  private static final int KEY_NAME_LENGTH = 8;

  /** Number of pseudonyms of users and rooms that are kept, as most events have recent ones. */
  private static final int KEPT = 4096;

  private static final int LONGEST_KEPT = 160;

  private final Mac mac;
  private final String keyName;
  private final Map<String, String> recent = new LinkedHashMap<>(16, 0.75f, true);

  /** The last id and its pseudonym: a record has its id in a header and in the value. */
  private String lastId = "";

  private String lastIdPseudonym = "";

  /** The kinds of names; equal names of two kinds have different pseudonyms. */
  enum Kind {
    USER("user"),
    ROOM("room"),
    EVENT("event"),
    ID("id");

    private final String prefix;

    Kind(String word) {
      this.prefix = word + '\0';
    }
  }

  Pseudonyms(byte[] key) {
    try {
      mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
    this.keyName = hash("key\0").substring(0, KEY_NAME_LENGTH);
  }

  /**
   * Reads the key from a file of Base64, which may have line ends.
   *
   * @throws IllegalStateException naming the property, if it can't be read or is too short
   */
  static Pseudonyms read(String property, Path file) {
    byte[] key;
    try {
      key = Base64.getDecoder().decode(Files.readString(file).replaceAll("[\\r\\n]", ""));
    } catch (IOException e) {
      throw new IllegalStateException(property + ": " + file + " can't be read", e);
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException(property + ": " + file + " is not Base64", e);
    }
    if (key.length < LEAST_KEY) {
      throw new IllegalStateException(
          property + ": " + key.length + " bytes (expected: >= " + LEAST_KEY + ")");
    }
    return new Pseudonyms(key);
  }

  /** Tells keys apart and reveals nothing else of them. */
  String keyName() {
    return keyName;
  }

  /** The pseudonym of a name. */
  String of(Kind kind, String name) {
    String text = kind.prefix + name;
    if (kind == Kind.ID) {
      return ofId(text);
    }
    if (text.length() > LONGEST_KEPT) {
      return hash(text);
    }
    String known = recent.get(text);
    if (known != null) {
      return known;
    }
    String made = hash(text);
    recent.put(text, made);
    if (recent.size() > KEPT) {
      var eldest = recent.keySet().iterator();
      eldest.next();
      eldest.remove();
    }
    return made;
  }

  private String ofId(String text) {
    if (!text.equals(lastId)) {
      lastIdPseudonym = hash(text);
      lastId = text;
    }
    return lastIdPseudonym;
  }

  private String hash(String text) {
    byte[] hash = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(hash, 0, LENGTH);
  }
}
