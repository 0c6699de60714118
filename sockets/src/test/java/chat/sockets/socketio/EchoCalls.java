package chat.sockets.socketio;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One or several nodes of an echo, and how to call them: each request goes to the next node,
 * whatever it belongs to, as behind a balancer that knows of no sessions.
 */
final class EchoCalls implements AutoCloseable {

  static final String POLLING = "/?EIO=4&transport=polling";
  static final String WEBSOCKET = "/?EIO=4&transport=websocket";

  private final List<Echo> nodes = new CopyOnWriteArrayList<>();
  private final AtomicInteger turn = new AtomicInteger();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  EchoCalls(int nodes, Echo.Conduct conduct) {
    for (int i = 0; i < nodes; i++) {
      this.nodes.add(new Echo(0, conduct, this.nodes));
    }
  }

  /** A new session, as path and query of its polls. */
  String open(String path) {
    String opened = get(path + POLLING).body();
    return path + POLLING + "&sid=" + opened.replaceAll(".*\"sid\":\"([^\"]+)\".*", "$1");
  }

  /** A new session that got into the main namespace. */
  String enter() {
    String session = open("/socket.io");
    post(session, "40");
    assertThat(pollUpTo("42[\"auth\",{}]", session)).startsWith("40{\"sid\":");
    return session;
  }

  /** What comes up to a packet, in however many answers. */
  String pollUpTo(String packet, String session) {
    StringBuilder polled = new StringBuilder();
    while (polled.indexOf(packet) < 0) {
      HttpResponse<String> answer = get(session);
      assertThat(answer.statusCode()).isEqualTo(200);
      polled.append(polled.isEmpty() ? "" : "\u001e").append(answer.body());
    }
    return polled.toString();
  }

  HttpResponse<String> get(String pathAndQuery) {
    return send(to(pathAndQuery));
  }

  CompletableFuture<HttpResponse<String>> getLater(String pathAndQuery) {
    return client.sendAsync(to(pathAndQuery).build(), BodyHandlers.ofString());
  }

  HttpResponse<String> post(String pathAndQuery, String body) {
    return send(to(pathAndQuery).POST(BodyPublishers.ofString(body)));
  }

  /** Begins a POST where the session is, whose body may take its time. */
  void postLater(String session, Flow.Publisher<ByteBuffer> body) {
    URI address = URI.create(placeOf(session) + session);
    HttpRequest post =
        HttpRequest.newBuilder(address).POST(BodyPublishers.fromPublisher(body)).build();
    var unused = client.sendAsync(post, BodyHandlers.discarding());
  }

  /**
   * The first link of what the next node answers to the beginning of a POST, with nothing after.
   */
  String answerTo(String session, String header, String body) {
    URI node = next();
    try (Socket socket = new Socket(node.getHost(), node.getPort())) {
      String head = "POST " + session + " HTTP/1.1\r\nHost: echo\r\n" + header + "\r\n\r\n";
      socket.getOutputStream().write((head + body).getBytes(US_ASCII));
      return new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII))
          .readLine();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A request to the next node. */
  HttpRequest.Builder to(String pathAndQuery) {
    return HttpRequest.newBuilder(URI.create(next() + pathAndQuery))
        .timeout(Duration.ofSeconds(20));
  }

  HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(request.build().toString(), e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A WebSocket at the next node. */
  RawSocket socket(String pathAndQuery) {
    return new RawSocket(next(), pathAndQuery);
  }

  /** A WebSocket that is to replace a session's polling. */
  RawSocket upgrade(String session) {
    return socket(session.replace("polling", "websocket"));
  }

  /**
   * A WebSocket of bytes that is to replace a session's polling, at the next node.
   *
   * @param frames sent at once with the handshake
   */
  Socket rawUpgrade(String sid, String frames) throws IOException {
    URI node = next();
    Socket socket = new Socket(node.getHost(), node.getPort());
    String head =
        "GET /engine.io%s&sid=%s HTTP/1.1\r\nHost: echo\r\n".formatted(WEBSOCKET, sid)
            + "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    ByteArrayOutputStream sent = new ByteArrayOutputStream();
    sent.write(head.getBytes(US_ASCII));
    sent.write(HexFormat.of().parseHex(frames));
    socket.getOutputStream().write(sent.toByteArray());
    return socket;
  }

  /** The number of characters that the sessions of bare Engine.IO were sent at all nodes. */
  long heard() {
    return nodes.stream().mapToLong(Echo::heard).sum();
  }

  private URI placeOf(String session) {
    String sid = session.substring(session.indexOf("&sid=") + "&sid=".length());
    return nodes.stream().filter(node -> node.has(sid)).map(Echo::address).findAny().orElseThrow();
  }

  @Override
  public void close() {
    nodes.forEach(Echo::close);
  }

  private URI next() {
    return nodes.get(turn.getAndIncrement() % nodes.size()).address();
  }
}
