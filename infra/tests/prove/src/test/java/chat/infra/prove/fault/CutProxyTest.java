package chat.infra.prove.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A proxy that is cut in one direction. */
class CutProxyTest {

  private static final int LONG = 60_000;
  private static final int SHORT = 200;

  private final ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  private final CutProxy proxy = new CutProxy(0, server.getLocalPort());
  private final Socket client;
  private final Socket broker;

  CutProxyTest() throws IOException {
    server.setSoTimeout(LONG);
    client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
    broker = server.accept();
  }

  @AfterEach
  void end() throws IOException {
    client.close();
    broker.close();
    server.close();
    proxy.close();
  }

  @Test
  void answers_that_were_cut_off_arrive_afterwards_and_requests_meanwhile() throws IOException {
    proxy.answers().cut();
    client.getOutputStream().write(1);
    assertThat(next(broker, LONG)).isEqualTo(1);
    broker.getOutputStream().write(2);
    assertThatThrownBy(() -> next(client, SHORT)).isInstanceOf(SocketTimeoutException.class);

    proxy.answers().mend();
    assertThat(next(client, LONG)).isEqualTo(2);
  }

  @Test
  void requests_that_were_cut_off_arrive_afterwards_and_answers_meanwhile() throws IOException {
    proxy.requests().cut();
    client.getOutputStream().write(1);
    broker.getOutputStream().write(2);
    assertThat(next(client, LONG)).isEqualTo(2);
    assertThatThrownBy(() -> next(broker, SHORT)).isInstanceOf(SocketTimeoutException.class);

    proxy.requests().mend();
    assertThat(next(broker, LONG)).isEqualTo(1);
  }

  @Test
  void the_end_of_one_side_is_the_end_of_the_other() throws IOException {
    broker.close();

    assertThat(next(client, LONG)).isEqualTo(-1);
  }

  private static int next(Socket socket, int millis) throws IOException {
    socket.setSoTimeout(millis);
    return socket.getInputStream().read();
  }
}
