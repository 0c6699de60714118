package chat.gateway.security;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** A server of one handler, and clients of it that write bytes. */
final class RawServer {

  private final Server server = new Server();
  private final ServerConnector connector = new ServerConnector(server);
  private final List<Socket> sockets = new ArrayList<>();

  /** A server whose handler is to be set before it starts. */
  RawServer() {
    server.addConnector(connector);
  }

  Server server() {
    return server;
  }

  void start() throws Exception {
    server.start();
  }

  /** A new connection that sends a text. */
  Socket send(String text) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), connector.getLocalPort());
    sockets.add(socket);
    socket.setSoTimeout(Math.toIntExact(TimeUnit.SECONDS.toMillis(60)));
    socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    return socket;
  }

  /** The begin of a status line, with the status. */
  static String answer(Socket socket) throws IOException {
    return new String(socket.getInputStream().readNBytes("HTTP/1.1 200".length()), ISO_8859_1);
  }

  /** The connections that were made, in order. */
  List<Socket> sockets() {
    return sockets;
  }

  void stop() throws Exception {
    for (Socket socket : sockets) {
      socket.close();
    }
    server.stop();
  }
}
