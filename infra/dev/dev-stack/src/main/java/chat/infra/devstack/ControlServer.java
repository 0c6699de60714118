package chat.infra.devstack;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Accepts commands for a running stack, from users of this machine who can read its data directory.
 */
final class ControlServer {
  private static final int REQUEST_MILLIS = 5_000;
  private static final int BACKLOG = 50;

  /** A start occupies its thread until the part is ready; there are never more parts to start. */
  private static final int THREADS = 20;

  private final Stack stack;
  private final ServerSocket socket;
  private final Control control;
  private final ExecutorService workers =
      Executors.newFixedThreadPool(THREADS, work -> daemon(work, "control"));

  private ControlServer(Stack stack, ServerSocket socket) {
    this.stack = stack;
    this.socket = socket;
    byte[] token = new byte[16];
    new SecureRandom().nextBytes(token);
    this.control =
        new Control(
            ProcessHandle.current().pid(), socket.getLocalPort(), HexFormat.of().formatHex(token));
  }

  /** Opens a port of the system's choice and records it. */
  static void open(Stack stack, DataDirectory data) throws IOException {
    ServerSocket socket = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    ControlServer server = new ControlServer(stack, socket);
    daemon(server::accept, "control-accept").start();
    server.control.write(data);
  }

  private static Thread daemon(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  private void accept() {
    while (true) {
      try {
        Socket connection = socket.accept();
        workers.execute(() -> serve(connection));
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      connection.setSoTimeout(REQUEST_MILLIS);
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
      PrintWriter out = new PrintWriter(connection.getOutputStream(), true, StandardCharsets.UTF_8);
      String line = in.readLine();
      String[] words = line == null ? new String[0] : line.split(" ", -1);
      if (words.length == 3 && isToken(words[0])) {
        answer(words[1], words[2], out);
      }
    } catch (IOException e) {
      // The client went away.
    }
  }

  private boolean isToken(String word) {
    return MessageDigest.isEqual(
        word.getBytes(StandardCharsets.UTF_8), control.token().getBytes(StandardCharsets.UTF_8));
  }

  private void answer(String command, String part, PrintWriter out) {
    try {
      List<String> result = run(command, part);
      out.println(Control.OK);
      result.forEach(out::println);
    } catch (Failure failure) {
      out.println(Control.FAILURE + failure.getMessage());
      failure.details().forEach(out::println);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private List<String> run(String command, String part) throws InterruptedException {
    switch (command) {
      case "status" -> {
        return stack.statuses().stream().map(Status::encode).toList();
      }
      case "kill" -> stack.kill(part);
      case "start" -> stack.start(part);
      // Exits from another thread, because this one still has to answer.
      case "down" -> daemon(() -> System.exit(0), "control-exit").start();
      default -> throw new Failure("unknown command " + command);
    }
    return List.of();
  }
}
