package chat.gateway.room;

import chat.contract.Author;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.random.RandomGenerator;

/** The names that the system generates for rooms. */
public final class RoomNames {

  private static final String DIRECT = "dm.";
  private static final String GENERATED = "p.";
  private static final int BITS = 128;
  private static final int RADIX = 32;

  private RoomNames() {}

  /** Whether a name is reserved for generated names. */
  public static boolean isReserved(String room) {
    return room.startsWith(DIRECT) || room.startsWith(GENERATED);
  }

  /** The name of the direct room of two users, in either order. */
  public static String direct(Author one, Author other) {
    boolean inOrder = one.id().compareTo(other.id()) < 0;
    String first = inOrder ? one.id() : other.id();
    String second = inOrder ? other.id() : one.id();
    byte[] hash = sha256().digest((first + '\0' + second).getBytes(StandardCharsets.UTF_8));
    return DIRECT + new BigInteger(1, hash).shiftRight(hash.length * 8 - BITS).toString(RADIX);
  }

  /** A random name that can't be guessed. */
  public static String generated(RandomGenerator random) {
    byte[] bits = new byte[BITS / 8];
    random.nextBytes(bits);
    return GENERATED + new BigInteger(1, bits).toString(RADIX);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
