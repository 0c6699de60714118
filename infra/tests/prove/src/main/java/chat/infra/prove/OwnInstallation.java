package chat.infra.prove;

import chat.infra.devstack.ChatProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** An installation that runs for one run only, by {@code ./chat up}. */
final class OwnInstallation implements AutoCloseable {

  private static final int KEY_BYTES = 24;
  private static final String KEYS = "CHAT_SERVICE_KEYS_0_";

  private final List<URI> gateways;
  private final String key;
  private final ChatProcess up;

  /**
   * Starts it with empty data, and waits until it is ready.
   *
   * @param environment of all parts
   */
  OwnInstallation(Path chat, Path data, ProveOptions options, Map<String, String> environment)
      throws IOException {
    byte[] secret = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(secret);
    this.key = "csk_" + HexFormat.of().formatHex(secret);
    this.gateways =
        IntStream.range(options.port(), options.port() + options.gateways())
            .mapToObj(port -> URI.create("http://127.0.0.1:" + port))
            .toList();
    this.up =
        ChatProcess.start(
            chat,
            data,
            List.of(
                "--port=" + options.port(),
                "--gateways=" + options.gateways(),
                "--brokers=" + options.brokers()),
            with(environment));
  }

  private Map<String, String> with(Map<String, String> environment) {
    Map<String, String> all = new HashMap<>(environment);
    all.put(KEYS + "NAME", "prove");
    all.put(KEYS + "SHA256", sha256(key));
    all.put(KEYS + "SCOPES", "users,tokens,rooms,read");
    return all;
  }

  List<URI> gateways() {
    return gateways;
  }

  String key() {
    return key;
  }

  @Override
  public void close() throws IOException {
    up.close();
  }

  private static String sha256(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
