package chat.gateway.files;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import chat.edge.problem.ProblemCode;
import chat.edge.problem.ProblemConfiguration;
import chat.edge.problem.Refusal;
import chat.gateway.security.ClientAddresses;
import chat.tracing.TracingConfiguration;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.cassandra.autoconfigure.CassandraAutoConfiguration;
import org.springframework.boot.cassandra.autoconfigure.health.CassandraHealthContributorAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;

/** An upload service that tests drive byte by byte, and a gateway in front of it. */
final class StubUploadService implements AutoCloseable {

  /** The token of the gateway. */
  static final String TOKEN = "a-gateways-token";

  private final ServerSocket upstream = listen();

  /** Connections without a request yet: the gateway's client may open one ahead. */
  private final List<Socket> ahead = new ArrayList<>();

  private final ConfigurableApplicationContext gateway;

  @EnableAutoConfiguration(
      exclude = {
        CassandraAutoConfiguration.class,
        CassandraHealthContributorAutoConfiguration.class,
        KafkaAutoConfiguration.class,
        ManagementWebSecurityAutoConfiguration.class,
        ServletWebSecurityAutoConfiguration.class
      })
  @ComponentScan(
      value = "chat.gateway.files",
      excludeFilters =
          @ComponentScan.Filter(
              type = FilterType.ASSIGNABLE_TYPE,
              classes = RightsConfiguration.class))
  @ConfigurationPropertiesScan({"chat.gateway.files", "chat.gateway.security"})
  @Import({TracingConfiguration.class, ProblemConfiguration.class, ClientAddresses.class})
  static class Parts {

    @Bean
    RoomRights rights() {
      return new NamedRights();
    }

    @Bean
    Signature signature() {
      return () -> TOKEN;
    }
  }

  /** Rooms whose names tell the rights of users. */
  private static final class NamedRights implements RoomRights {

    @Override
    public CompletableFuture<Void> read(String room, String user) {
      return switch (room) {
        case "open" -> CompletableFuture.completedFuture(null);
        case "banned" -> refused(ProblemCode.FORBIDDEN);
        case "unknown" -> refused(ProblemCode.UNAVAILABLE);
        default -> refused(ProblemCode.NOT_FOUND);
      };
    }

    @Override
    public CompletableFuture<Void> upload(String room, String user) {
      return read(room, user);
    }

    private static CompletableFuture<Void> refused(ProblemCode code) {
      return CompletableFuture.failedFuture(Refusal.until(code, "no", Duration.ofSeconds(1)));
    }
  }

  /** Starts a gateway, with properties as {@code name=value}; the last of a name wins. */
  StubUploadService(String... properties) {
    this(settings -> settings, properties);
  }

  /** Starts a gateway with other settings, some of which are constants in production. */
  StubUploadService(UnaryOperator<FilesSettings> tuned, String... properties) {
    List<String> all = new ArrayList<>();
    all.add("--server.port=0");
    all.add("--server.address=127.0.0.1");
    all.add("--management.server.port=-1");
    all.add("--management.endpoint.health.validate-group-membership=false");
    all.add("--chat.upload.url=http://127.0.0.1:" + upstream.getLocalPort());
    for (String property : properties) {
      String start = "--" + property.substring(0, property.indexOf('=') + 1);
      all.removeIf(argument -> argument.startsWith(start));
      all.add("--" + property);
    }
    this.gateway =
        new SpringApplicationBuilder(Parts.class)
            .initializers(started -> started.getBeanFactory().addBeanPostProcessor(tuning(tuned)))
            .run(all.toArray(String[]::new));
  }

  private static BeanPostProcessor tuning(UnaryOperator<FilesSettings> tuned) {
    return new BeanPostProcessor() {
      @Override
      public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof FilesSettings settings ? tuned.apply(settings) : bean;
      }
    };
  }

  /** A client of the gateway. */
  Socket connect() {
    try {
      return new Socket(
          InetAddress.getLoopbackAddress(),
          Integer.parseInt(
              String.valueOf(gateway.getEnvironment().getProperty("local.server.port"))));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The connection of the next request. */
  Socket requested() throws IOException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (System.nanoTime() < deadline) {
      Socket socket = requestedNow();
      if (socket != null) {
        return socket;
      }
    }
    throw new SocketTimeoutException("no request came");
  }

  /** The same if it has arrived, else null. */
  @Nullable Socket requestedNow() throws IOException {
    try {
      ahead.add(upstream.accept());
    } catch (SocketTimeoutException e) {
      // No connection was opened: an open one may have been used.
    }
    for (Socket socket : ahead) {
      if (socket.getInputStream().available() > 0) {
        ahead.remove(socket);
        return socket;
      }
    }
    return null;
  }

  /** Reads the next request, answers it, and returns its head. */
  String answerNext(String text) throws IOException {
    try (Socket socket = requested()) {
      String head = head(socket.getInputStream());
      answer(socket, text);
      return head;
    }
  }

  /** Answers on a connection that is not used again. */
  static void answer(Socket upstream, String text) throws IOException {
    String once = text.replaceFirst("\r\n", "\r\nConnection: close\r\n");
    upstream.getOutputStream().write(once.getBytes(ISO_8859_1));
    upstream.getOutputStream().flush();
  }

  static void write(Socket to, String text) throws IOException {
    to.getOutputStream().write(text.getBytes(ISO_8859_1));
  }

  /** Sends a number of bytes, as fast as they are read. */
  static CompletableFuture<Void> send(Socket to, int length) {
    return CompletableFuture.runAsync(
        () -> {
          byte[] bytes = new byte[1 << 16];
          try {
            for (int sent = 0; sent < length; sent += bytes.length) {
              to.getOutputStream().write(bytes);
            }
          } catch (IOException e) {
            // The other side reads no more.
          }
        });
  }

  /** Head and body, with a Content-Length or in one chunk. */
  static String readAnswer(Socket client) throws IOException {
    client.setSoTimeout(20_000);
    InputStream in = new BufferedInputStream(client.getInputStream());
    String head = head(in);
    int at = head.indexOf("Content-Length: ");
    int length =
        at < 0 ? 0 : Integer.parseInt(head.substring(at + 16, head.indexOf('\r', at)).strip());
    return head + new String(in.readNBytes(length), ISO_8859_1);
  }

  /** The head of a request or an answer. */
  static String head(InputStream in) throws IOException {
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

  private static ServerSocket listen() {
    try {
      ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
      server.setSoTimeout(20);
      return server;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws IOException {
    gateway.close();
    upstream.close();
    for (Socket socket : ahead) {
      socket.close();
    }
  }
}
