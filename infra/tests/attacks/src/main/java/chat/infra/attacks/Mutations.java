package chat.infra.attacks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Breaks good input in the ways that make decoders fail: flips bits, sets numbers to their limits,
 * drops, doubles and moves parts or takes them from another input, and inserts text with a meaning
 * in JSON, paths or headers. Input with one fault mostly passes the first check; random bytes would
 * not.
 */
final class Mutations {

  private static final int MOST_CHANGES = 4;
  private static final int LONGEST_PART = 32;
  private static final int LONGEST_RUN = 3000;

  private static final List<byte[]> PIECES =
      List.of(
              "\"",
              "\\",
              "{",
              "}",
              "[",
              "]",
              ":",
              ",",
              "null",
              "true",
              "-1",
              "0",
              "1e999",
              "0.5",
              "\\u0000",
              "\\ud800",
              "\u0000",
              "\u2028",
              "\ufeff",
              "👋",
              "\u202e",
              "9999999999999999999",
              "-9223372036854775808",
              "9007199254740993",
              "2147483648",
              "NaN",
              "//",
              "/*",
              "'",
              "=",
              ".",
              "..",
              "../",
              "%2e%2e%2f",
              "%",
              "%zz",
              "\r\n",
              "\n",
              "\t",
              ";",
              "-",
              "_",
              "+",
              "==",
              "\u001e",
              "b",
              "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
              "{\"a\":{\"a\":{\"a\":{\"a\":",
              "\"type\":",
              "\"id\":",
              "\"user\":{}",
              "\"user\":7",
              "\"at\":\"x\"")
          .stream()
          .map(piece -> piece.getBytes(UTF_8))
          .toList();

  private final RandomGenerator random;
  private final List<byte[]> good;

  Mutations(RandomGenerator random, List<byte[]> good) {
    this.random = random;
    this.good = good;
  }

  /** One of the good inputs, broken at one to four indexes. */
  byte[] next() {
    byte[] input = anyOf(good).clone();
    for (int change = random.nextInt(MOST_CHANGES); change >= 0; change--) {
      input = changed(input);
    }
    return input;
  }

  private byte[] changed(byte[] input) {
    int at = random.nextInt(input.length + 1);
    int end = Math.min(input.length, at + 1 + random.nextInt(LONGEST_PART));
    return switch (random.nextInt(9)) {
      case 0 -> flipped(input, at);
      case 1 -> numbered(input, at);
      case 2 -> spliced(input, at, at, anyOf(PIECES));
      case 3 -> spliced(input, at, end, anyOf(PIECES));
      case 4 -> spliced(input, at, end, new byte[0]);
      case 5 -> Arrays.copyOf(input, at);
      case 6 -> spliced(input, at, at, Arrays.copyOfRange(input, at, end));
      case 7 -> spliced(input, at, input.length, tail(anyOf(good)));
      default -> spliced(input, at, at, run(at < input.length ? input[at] : (byte) 'x'));
    };
  }

  private byte[] flipped(byte[] input, int at) {
    if (at < input.length) {
      input[at] ^= (byte) (1 << random.nextInt(Byte.SIZE));
    }
    return input;
  }

  /**
   * Lengths and counts have one to eight bytes, and most mistakes are at the ends of their range.
   */
  private byte[] numbered(byte[] input, int at) {
    byte fill = (byte) List.of(0, 0xff, 0x7f, 0x80).get(random.nextInt(4)).intValue();
    int width = 1 << random.nextInt(4);
    Arrays.fill(input, Math.min(at, input.length), Math.min(input.length, at + width), fill);
    return input;
  }

  private byte[] tail(byte[] other) {
    return Arrays.copyOfRange(other, random.nextInt(other.length + 1), other.length);
  }

  private byte[] run(byte of) {
    byte[] run = new byte[random.nextInt(LONGEST_RUN)];
    Arrays.fill(run, of);
    return run;
  }

  private static byte[] spliced(byte[] input, int from, int to, byte[] part) {
    ByteArrayOutputStream whole = new ByteArrayOutputStream(input.length + part.length);
    whole.write(input, 0, from);
    whole.writeBytes(part);
    whole.write(input, to, input.length - to);
    return whole.toByteArray();
  }

  private byte[] anyOf(List<byte[]> some) {
    return some.get(random.nextInt(some.size()));
  }
}
