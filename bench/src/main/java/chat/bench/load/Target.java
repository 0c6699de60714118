package chat.bench.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;

/** A system that load can be put on. */
interface Target extends AutoCloseable {

  String name();

  /** Where sockets connect; they are shared out evenly. */
  List<InetSocketAddress> addresses();

  Dialect dialect();

  /**
   * Its processes. Those that hold the sockets have names that begin with {@link #SOCKET_SERVER}.
   */
  ServerProcesses servers();

  /** Whether senders are told that the server has what they sent. */
  boolean acknowledges();

  @Override
  void close() throws IOException;

  /** How the names of processes begin that hold sockets. */
  String SOCKET_SERVER = "gateway";
}
