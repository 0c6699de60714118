package chat.bench.files;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A form with a file of a number of MiB, of which only one MiB is in memory, however many requests
 * send it.
 */
final class Form {

  static final String TYPE = "multipart/form-data; boundary=xXx";

  private static final int MIB = 1 << 20;
  private static final byte[] HEAD =
      "--xXx\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x.bin\"\r\n\r\n"
          .getBytes(US_ASCII);
  private static final byte[] TAIL = "\r\n--xXx--\r\n".getBytes(US_ASCII);

  private final byte[] block = new byte[MIB];
  private final int blocks;

  Form(int blocks) {
    this.blocks = blocks;
    new Random(1).nextBytes(block);
  }

  long fileLength() {
    return (long) blocks * MIB;
  }

  /** A body for one request. */
  BodyPublisher body() {
    Stream<byte[]> parts =
        Stream.concat(
            Stream.concat(Stream.of(HEAD), IntStream.range(0, blocks).mapToObj(number -> block)),
            Stream.of(TAIL));
    InputStream all =
        new SequenceInputStream(
            Collections.enumeration(parts.map(ByteArrayInputStream::new).toList()));
    long length = HEAD.length + fileLength() + TAIL.length;
    return BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(() -> all), length);
  }

  /** Of the file, in hexadecimal. */
  String sha256() throws NoSuchAlgorithmException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    for (int i = 0; i < blocks; i++) {
      digest.update(block);
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
