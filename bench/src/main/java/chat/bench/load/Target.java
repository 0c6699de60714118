package chat.bench.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;

/** A system under load. */
interface Target extends AutoCloseable {

  String name();

  /** The addresses for sockets, which are spread evenly. */
  List<InetSocketAddress> addresses();

  Dialect dialect();

  /** Its processes. The names of those with the sockets begin with {@link #SOCKET_SERVER}. */
  ServerProcesses servers();

  /** The name of the process that passes messages between those with sockets, if it has one. */
  String broker();

  /** Whether the server acknowledges messages. */
  boolean acknowledges();

  @Override
  void close() throws IOException;

  /** The prefix of the names of processes with sockets. */
  String SOCKET_SERVER = "gateway";
}
