package chat.infra.prove;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** An installation that runs for one run only, by {@code ./chat up}. */
final class OwnInstallation implements AutoCloseable {

  private static final int STOP_SECONDS = 90;
  private static final int KEY_BYTES = 24;
  private static final String KEYS = "CHAT_SERVICE_KEYS_0_";

  private final List<URI> gateways = new ArrayList<>();
  private final String key;
  private final Process up;

  /** Starts it with empty data, and waits until it is ready. */
  OwnInstallation(Path chat, Path data, int port, int count, Consumer<String> log)
      throws IOException {
    byte[] secret = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(secret);
    this.key = "csk_" + HexFormat.of().formatHex(secret);
    for (int i = 0; i < count; i++) {
      gateways.add(URI.create("http://127.0.0.1:" + (port + i)));
    }
    ProcessBuilder builder =
        new ProcessBuilder(
            chat.toString(),
            "up",
            "--fresh",
            "--port=" + port,
            "--gateways=" + count,
            "--data=" + data);
    builder.environment().put("CHAT_BUILD", "skip");
    builder.environment().put("CHAT_CLASS_ARCHIVES", "false");
    builder.environment().put("CHAT_LIMITS_ENABLED", "false");
    builder.environment().put(KEYS + "NAME", "prove");
    builder.environment().put(KEYS + "SHA256", sha256(key));
    builder.environment().put(KEYS + "SCOPES", "users,tokens,rooms,read");
    this.up = builder.redirectErrorStream(true).start();
    Runtime.getRuntime().addShutdownHook(new Thread(up::destroy, "installation-end"));
    awaitReady(log);
  }

  List<URI> gateways() {
    return gateways;
  }

  String key() {
    return key;
  }

  private void awaitReady(Consumer<String> log) throws IOException {
    List<String> lines = new ArrayList<>();
    BufferedReader output = up.inputReader(StandardCharsets.UTF_8);
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      lines.add(line);
      if (line.startsWith("ready: ")) {
        log.accept(line);
        Thread drain = new Thread(() -> drain(output), "installation-output");
        drain.setDaemon(true);
        drain.start();
        return;
      }
    }
    throw new IOException("./chat up ended:\n" + String.join("\n", lines));
  }

  private static void drain(BufferedReader output) {
    try {
      output.transferTo(Writer.nullWriter());
    } catch (IOException e) {
      // Its process has ended.
    }
  }

  @Override
  public void close() throws IOException {
    up.destroy();
    try {
      if (!up.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("./chat up did not end in " + STOP_SECONDS + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
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
