package chat.infra.devstack;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Checks whether a part works, in the part's own protocol: an open port is not yet a server that
 * answers.
 */
@FunctionalInterface
interface Probe {
  /** Maximum wait for one answer, in milliseconds; long enough for a server on a busy machine. */
  int TIMEOUT = 2_000;

  /** Whether it answers correctly now; a wrong or missing answer is false. */
  boolean answers();

  /** For a part that is ready by its end. */
  static Probe none() {
    return () -> false;
  }

  /** Accepts any HTTP answer. */
  static Probe http(int port) {
    return () -> httpStatus("http://127.0.0.1:" + port + "/") > 0;
  }

  /** Asks the readiness endpoint of a service. */
  static Probe readiness(int managementPort) {
    String uri = "http://127.0.0.1:" + managementPort + "/actuator/health/readiness";
    return () -> httpStatus(uri) == 200;
  }

  /**
   * Sends an ApiVersions request (version 0), which a broker answers only once it serves requests.
   */
  static Probe kafka(int port) {
    byte[] request =
        HexFormat.of().parseHex("0000000e" + "0012" + "0000" + "00000001" + "0004" + "63686174");
    return () -> {
      try (Socket socket = connect(port)) {
        socket.getOutputStream().write(request);
        DataInputStream in = new DataInputStream(socket.getInputStream());
        in.readInt();
        return in.readInt() == 1 && in.readShort() == 0;
      } catch (IOException e) {
        return false;
      }
    };
  }

  /** Sends an OPTIONS frame of the native protocol 4, answered by SUPPORTED. */
  static Probe cassandra(int port) {
    byte[] options = HexFormat.of().parseHex("04" + "00" + "0000" + "05" + "00000000");
    return () -> {
      try (Socket socket = connect(port)) {
        socket.getOutputStream().write(options);
        byte[] header = socket.getInputStream().readNBytes(9);
        return header.length == 9 && header[4] == 6;
      } catch (IOException e) {
        return false;
      }
    };
  }

  /** Sends PING; Redis does not answer with PONG while it loads its data. */
  static Probe redis(int port) {
    return () -> redisAnswer(port, "PING").startsWith("+PONG");
  }

  /** Asks a server of a cluster, which serves its slots once it finds most of the others. */
  static Probe redisCluster(int port) {
    return () -> redisAnswer(port, "CLUSTER INFO").contains("cluster_state:ok");
  }

  /** The beginning of an answer; empty if there is none. */
  private static String redisAnswer(int port, String command) {
    try (Socket socket = connect(port)) {
      socket
          .getOutputStream()
          .write((command + "\r\nQUIT\r\n").getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      return "";
    }
  }

  private static Socket connect(int port) throws IOException {
    Socket socket = new Socket();
    try {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT);
      socket.setSoTimeout(TIMEOUT);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private static int httpStatus(String uri) {
    try {
      HttpURLConnection connection = (HttpURLConnection) URI.create(uri).toURL().openConnection();
      connection.setConnectTimeout(TIMEOUT);
      connection.setReadTimeout(TIMEOUT);
      connection.setRequestProperty("Connection", "close");
      try {
        return connection.getResponseCode();
      } finally {
        connection.disconnect();
      }
    } catch (IOException e) {
      return -1;
    }
  }
}
