package chat.gateway.files;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import chat.tracing.TracingConfiguration;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.cassandra.autoconfigure.CassandraAutoConfiguration;
import org.springframework.boot.cassandra.autoconfigure.health.CassandraHealthContributorAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;

/** Between a client and an upload service that are both played by hand, byte by byte. */
class FilesServletTest {

  private static final String UPLOAD = "POST /api/files/upload HTTP/1.1\r\nHost: localhost\r\n";
  private static final int LARGE = 48 << 20;

  private static final ServerSocket UPSTREAM = listen();

  /** Connections by which no request came yet: the gateway's client opens one ahead at times. */
  private static final List<Socket> AHEAD = new ArrayList<>();

  private static final ConfigurableApplicationContext GATEWAY =
      new SpringApplicationBuilder(Parts.class)
          .run(
              "--server.port=0",
              "--server.address=127.0.0.1",
              "--management.server.port=-1",
              "--management.endpoint.health.validate-group-membership=false",
              "--chat.upload.url=http://127.0.0.1:" + UPSTREAM.getLocalPort(),
              "--chat.upload.idle-timeout=20s");

  private Socket client = connect();

  @EnableAutoConfiguration(
      exclude = {
        CassandraAutoConfiguration.class,
        CassandraHealthContributorAutoConfiguration.class,
        KafkaAutoConfiguration.class,
        ManagementWebSecurityAutoConfiguration.class,
        ServletWebSecurityAutoConfiguration.class
      })
  @ComponentScan({"chat.gateway.files", "chat.gateway.problem"})
  @ConfigurationPropertiesScan("chat.gateway.files")
  @Import(TracingConfiguration.class)
  static class Parts {}

  @AfterAll
  static void close() throws IOException {
    GATEWAY.close();
    UPSTREAM.close();
    for (Socket socket : AHEAD) {
      socket.close();
    }
  }

  @AfterEach
  void hangUp() throws IOException {
    client.close();
  }

  @Test
  void what_has_come_in_is_handed_on_before_the_rest_comes() throws Exception {
    write(UPLOAD + "Authorization: Bearer t\r\nContent-Length: 11\r\n\r\nhello ");
    try (Socket upstream = requested()) {
      InputStream in = new BufferedInputStream(upstream.getInputStream());
      String head = head(in);
      assertThat(head)
          .startsWith("POST /api/files/upload HTTP/1.1\r\n")
          .contains("Authorization: Bearer t\r\n", "Content-Length: 11\r\n");
      assertThat(new String(in.readNBytes(6), ISO_8859_1)).isEqualTo("hello ");
      write("world");
      assertThat(new String(in.readNBytes(5), ISO_8859_1)).isEqualTo("world");
      answer(
          upstream,
          "HTTP/1.1 201 Created\r\nLocation: /api/files/x\r\nContent-Length: 2\r\n\r\n{}");
      assertThat(readAnswer())
          .startsWith("HTTP/1.1 201 Created\r\n")
          .contains("Location: /api/files/x\r\n")
          .endsWith("\r\n\r\n{}");
    }
  }

  @Test
  void a_client_is_held_back_while_the_service_does_not_read() throws Exception {
    write(UPLOAD + "Content-Length: " + LARGE + "\r\n\r\n");
    CompletableFuture<Void> sending = send(LARGE);
    try (Socket upstream = requested()) {
      InputStream in = new BufferedInputStream(upstream.getInputStream());
      assertThat(head(in)).contains("Content-Length: " + LARGE);
      assertThat(sending).failsWithin(2, TimeUnit.SECONDS); // it waits
      in.skipNBytes(LARGE);
      sending.get(30, TimeUnit.SECONDS);
      answer(upstream, "HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n");
      assertThat(readAnswer()).startsWith("HTTP/1.1 201 Created\r\n");
    }
  }

  @Test
  void a_redirect_goes_to_the_client() throws Exception {
    String link = "http://s3.example/x?sig=%2F";
    write("GET /api/files/x?size=320 HTTP/1.1\r\nHost: localhost\r\n\r\n");
    try (Socket upstream = requested()) {
      assertThat(head(upstream.getInputStream()))
          .startsWith("GET /api/files/x?size=320 HTTP/1.1\r\n");
      answer(upstream, "HTTP/1.1 302 Found\r\nLocation: " + link + "\r\nContent-Length: 0\r\n\r\n");
      assertThat(readAnswer())
          .startsWith("HTTP/1.1 302 Found\r\n")
          .contains("Location: " + link + "\r\n");
    }
  }

  @Test
  void the_service_is_told_where_the_client_asked() throws Exception {
    write("GET /files/originals/x HTTP/1.1\r\nHost: chat.example:81\r\n\r\n");
    try (Socket upstream = requested()) {
      assertThat(head(upstream.getInputStream()))
          .contains("X-Forwarded-Proto: http\r\n", "X-Forwarded-Host: chat.example:81\r\n");
      answer(upstream, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
      assertThat(readAnswer()).startsWith("HTTP/1.1 404");
    }
  }

  @Test
  void the_service_is_held_back_while_clients_do_not_read_and_others_are_served() throws Exception {
    List<Socket> slow = new ArrayList<>();
    List<Socket> upstreams = new ArrayList<>();
    List<CompletableFuture<Void>> sending = new ArrayList<>();
    for (int i = 0; i < 12; i++) { // more than threads carry answers
      Socket one = connect();
      slow.add(one);
      write(one, "GET /files/originals/x HTTP/1.1\r\nHost: localhost\r\n\r\n");
      Socket upstream = requested();
      upstreams.add(upstream);
      assertThat(head(upstream.getInputStream())).startsWith("GET /files/originals/x ");
      answer(upstream, "HTTP/1.1 200 OK\r\nContent-Length: " + LARGE + "\r\n\r\n");
      sending.add(send(upstream, LARGE));
    }
    assertThat(sending.get(0)).failsWithin(1, TimeUnit.SECONDS); // it waits
    a_redirect_goes_to_the_client();
    for (int i = 0; i < slow.size(); i++) {
      InputStream in = new BufferedInputStream(slow.get(i).getInputStream());
      assertThat(head(in)).startsWith("HTTP/1.1 200 OK\r\n");
      in.skipNBytes(LARGE);
      sending.get(i).get(30, TimeUnit.SECONDS);
      slow.get(i).close();
      upstreams.get(i).close();
    }
  }

  @Test
  void an_answer_that_breaks_off_does_so_for_the_client() throws Exception {
    write("GET /files/originals/x HTTP/1.1\r\nHost: localhost\r\n\r\n");
    try (Socket upstream = requested()) {
      assertThat(head(upstream.getInputStream())).startsWith("GET");
      answer(upstream, "HTTP/1.1 200 OK\r\nContent-Length: " + LARGE + "\r\n\r\n");
      write(upstream, "x".repeat(100_000));
    }
    client.setSoTimeout(20_000);
    InputStream in = new BufferedInputStream(client.getInputStream());
    assertThat(head(in)).startsWith("HTTP/1.1 200 OK\r\n");
    assertThat(lengthToEnd(in)).isLessThan(LARGE);
  }

  @Test
  void an_address_that_is_malformed_goes_nowhere() throws Exception {
    write("GET /api/files/x?size=|{} HTTP/1.1\r\nHost: localhost\r\n\r\n");
    assertThat(readAnswer()).startsWith("HTTP/1.1 400").contains("\"code\":\"invalid_request\"");
  }

  @Test
  void an_answer_that_comes_early_reaches_a_client_that_still_sends() throws Exception {
    write(UPLOAD + "Content-Length: " + LARGE + "\r\n\r\n");
    CompletableFuture<Void> sending = send(LARGE);
    try (Socket upstream = requested()) {
      assertThat(head(upstream.getInputStream())).contains("Content-Length: " + LARGE);
      answer(upstream, "HTTP/1.1 413 Content Too Large\r\nContent-Length: 2\r\n\r\n{}");
      assertThat(readAnswer()).startsWith("HTTP/1.1 413").endsWith("{}");
    }
    sending.get(30, TimeUnit.SECONDS);
  }

  @Test
  void a_service_that_hangs_up_is_a_problem() throws Exception {
    write("GET /api/files/x HTTP/1.1\r\nHost: localhost\r\n\r\n");
    try (Socket upstream = requested()) {
      assertThat(head(upstream.getInputStream())).startsWith("GET");
    }
    assertThat(readAnswer())
        .startsWith("HTTP/1.1 503")
        .contains("application/problem+json", "Retry-After: 2", "\"code\":\"unavailable\"");
  }

  @Test
  void a_service_that_is_away_is_a_problem_also_for_an_upload() throws Exception {
    try (ConfigurableApplicationContext lonely =
        new SpringApplicationBuilder(Parts.class)
            .run(
                "--server.port=0",
                "--server.address=127.0.0.1",
                "--management.server.port=-1",
                "--management.endpoint.health.validate-group-membership=false",
                "--chat.upload.url=http://127.0.0.1:1")) {
      client.close();
      client = new Socket(InetAddress.getLoopbackAddress(), port(lonely));
      write(UPLOAD + "Content-Length: 100000\r\n\r\n" + "x".repeat(100_000));
      assertThat(readAnswer()).startsWith("HTTP/1.1 503").contains("\"code\":\"unavailable\"");
    }
  }

  @Test
  void a_client_that_goes_is_gone_for_the_service_too() throws Exception {
    write(UPLOAD + "Content-Length: 1000\r\n\r\nhalf");
    try (Socket upstream = requested()) {
      InputStream in = new BufferedInputStream(upstream.getInputStream());
      assertThat(head(in)).contains("Content-Length: 1000");
      assertThat(new String(in.readNBytes(4), ISO_8859_1)).isEqualTo("half");
      client.close();
      upstream.setSoTimeout(20_000);
      assertThat(endsNow(in)).isTrue();
    }
  }

  private static int lengthToEnd(InputStream in) {
    int length = 0;
    try {
      while (in.read() >= 0) {
        length++;
      }
    } catch (IOException e) {
      assertThat(e).isInstanceOf(SocketException.class); // cut off, not timed out
    }
    return length;
  }

  private static boolean endsNow(InputStream in) throws IOException {
    try {
      return in.read() < 0;
    } catch (SocketException e) {
      return true;
    }
  }

  private CompletableFuture<Void> send(int length) {
    return send(client, length);
  }

  private static CompletableFuture<Void> send(Socket to, int length) {
    return CompletableFuture.runAsync(
        () -> {
          byte[] bytes = new byte[1 << 16];
          try {
            for (int sent = 0; sent < length; sent += bytes.length) {
              to.getOutputStream().write(bytes);
            }
          } catch (IOException e) {
            // Nobody reads any more.
          }
        });
  }

  private void write(String text) throws IOException {
    write(client, text);
  }

  private static void write(Socket to, String text) throws IOException {
    to.getOutputStream().write(text.getBytes(ISO_8859_1));
  }

  /** On a connection that is not used again: the next request has to come on one of its own. */
  private static void answer(Socket upstream, String text) throws IOException {
    String once = text.replaceFirst("\r\n", "\r\nConnection: close\r\n");
    upstream.getOutputStream().write(once.getBytes(ISO_8859_1));
    upstream.getOutputStream().flush();
  }

  /** Head and body; the body's length is said, or it comes in one chunk. */
  private String readAnswer() throws IOException {
    client.setSoTimeout(20_000);
    InputStream in = new BufferedInputStream(client.getInputStream());
    String head = head(in);
    int at = head.indexOf("Content-Length: ");
    int length =
        at < 0 ? 0 : Integer.parseInt(head.substring(at + 16, head.indexOf('\r', at)).strip());
    return head + new String(in.readNBytes(length), ISO_8859_1);
  }

  /** The connection by which the next request comes. */
  private static Socket requested() throws IOException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (System.nanoTime() < deadline) {
      for (Socket socket : AHEAD) {
        if (socket.getInputStream().available() > 0) {
          AHEAD.remove(socket);
          return socket;
        }
      }
      try {
        AHEAD.add(UPSTREAM.accept());
      } catch (SocketTimeoutException e) {
        // None was opened: perhaps one that is open was used.
      }
    }
    throw new SocketTimeoutException("no request came");
  }

  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
      int b = in.read();
      if (b < 0) {
        throw new IOException("ended after " + head);
      }
      head.write(b);
    }
    return head.toString(ISO_8859_1);
  }

  private static Socket connect() {
    try {
      return new Socket(InetAddress.getLoopbackAddress(), port(GATEWAY));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ServerSocket listen() {
    try {
      ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
      server.setSoTimeout(20);
      return server;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int port(ConfigurableApplicationContext gateway) {
    return Integer.parseInt(
        String.valueOf(gateway.getEnvironment().getProperty("local.server.port")));
  }
}
