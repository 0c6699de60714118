package chat.infra.devstack;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** An empty system that {@code ./chat up} runs, as long as this process wants it. */
public final class ChatProcess implements AutoCloseable {

  private static final int STOP_SECONDS = 90;

  private final Process up;

  private ChatProcess(Process up) {
    this.up = up;
  }

  /**
   * Starts it without earlier data and without limits for users, from what was built last.
   *
   * @param chat the script
   * @param options of {@code up}, beside {@code --data}
   * @param environment of all parts
   * @throws IOException if it ended before it was ready, with what it said
   */
  public static ChatProcess start(
      Path chat, Path data, List<String> options, Map<String, String> environment)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(chat.toString(), "up", "--fresh"));
    command.addAll(options);
    command.add("--data=" + data);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("CHAT_BUILD", "skip");
    builder.environment().put("CHAT_CLASS_ARCHIVES", "false");
    builder.environment().put("CHAT_LIMITS_ENABLED", "false");
    builder.environment().putAll(environment);
    ChatProcess process = new ChatProcess(builder.start());
    Runtime.getRuntime().addShutdownHook(new Thread(process.up::destroy, "chat-end"));
    process.awaitReady();
    return process;
  }

  /** The process of a part. */
  public ProcessHandle part(String name) {
    return up.descendants()
        .filter(process -> process.info().commandLine().orElse("").contains("-Dchat.part=" + name))
        .findFirst()
        .orElseThrow();
  }

  private void awaitReady() throws IOException {
    List<String> lines = new ArrayList<>();
    BufferedReader output = up.inputReader(StandardCharsets.UTF_8);
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      lines.add(line);
      if (line.startsWith("ready: ")) {
        Thread drain = new Thread(() -> drain(output), "chat-output");
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
}
