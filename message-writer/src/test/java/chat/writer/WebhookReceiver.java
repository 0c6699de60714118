package chat.writer;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A real receiver of webhooks on loopback. */
public final class WebhookReceiver implements AutoCloseable {

  private static final Pattern SEQ = Pattern.compile("\\{\"seq\":(\\d+),");

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Delivery> accepted = Collections.synchronizedList(new ArrayList<>());
  private final List<Delivery> all = Collections.synchronizedList(new ArrayList<>());

  /** A request. */
  public record Delivery(
      String id, long seconds, String signature, String body, String room, String type) {

    /** The seq in the body. */
    public long seq() {
      Matcher matcher = SEQ.matcher(body);
      return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
    }
  }

  /** How it answers. */
  @FunctionalInterface
  public interface Behaviour {

    /** Decides the status of the answer; 0: it closes the connection without one. */
    int answer(Delivery delivery, HttpExchange exchange) throws Exception;
  }

  /** One that accepts everything. */
  public WebhookReceiver() {
    this((delivery, exchange) -> 204);
  }

  public WebhookReceiver(Behaviour behaviour) {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", exchange -> handle(exchange, behaviour));
    server.setExecutor(threads);
    server.start();
  }

  private void handle(HttpExchange exchange, Behaviour behaviour) throws IOException {
    Delivery delivery =
        new Delivery(
            header(exchange, "webhook-id"),
            Long.parseLong(header(exchange, "webhook-timestamp")),
            header(exchange, "webhook-signature"),
            new String(exchange.getRequestBody().readAllBytes(), UTF_8),
            header(exchange, "ce-source").replace("/chat/rooms/", ""),
            header(exchange, "ce-type"));
    all.add(delivery);
    int status;
    try {
      status = behaviour.answer(delivery, exchange);
    } catch (Exception e) {
      status = 500;
    }
    if (status / 100 == 2) {
      accepted.add(delivery);
    }
    if (status > 0) {
      exchange.sendResponseHeaders(status, -1);
    }
    exchange.close();
  }

  private static String header(HttpExchange exchange, String name) {
    @Nullable String value = exchange.getRequestHeaders().getFirst(name);
    return value == null ? "" : value;
  }

  public String url() {
    return "http://127.0.0.1:" + port() + "/events?of=chat";
  }

  public int port() {
    return server.getAddress().getPort();
  }

  /** The requests that it accepted, in order. */
  public List<Delivery> accepted() {
    return List.copyOf(accepted);
  }

  /** All requests, in order. */
  public List<Delivery> all() {
    return List.copyOf(all);
  }

  /** The bodies of a room that it accepted, each once, in the order of their first acceptance. */
  public List<String> bodies(String room) {
    return accepted().stream()
        .filter(delivery -> delivery.room().equals(room))
        .map(Delivery::body)
        .distinct()
        .toList();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
