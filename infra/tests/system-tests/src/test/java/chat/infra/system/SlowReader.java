package chat.infra.system;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A WebSocket client with a small window that reads only on demand. */
final class SlowReader implements AutoCloseable {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int WINDOW = 4096;
  private static final int OPCODE = 0x0f;
  private static final int TEXT = 1;
  private static final int CLOSE = 8;

  private final Socket socket = new Socket();
  private final DataInputStream input;

  /** Opens a socket and joins a room, after an event of it or, with 0, from now on. */
  SlowReader(URI gateway, User user, String room, long after) {
    try {
      socket.setReceiveBufferSize(WINDOW);
      socket.setSoTimeout((int) PATIENCE.toMillis());
      socket.connect(new InetSocketAddress(gateway.getHost(), gateway.getPort()));
      input = new DataInputStream(socket.getInputStream());
      shakeHands();
      Map<String, Object> join = after == 0 ? Map.of() : Map.of("after", after);
      send(Map.of("type", "connect", "token", user.token(), "rooms", Map.of(room, join)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The next frame, which has to be of that type. */
  JsonNode next(String type) {
    try {
      JsonNode frame = Objects.requireNonNull(frame(), "the gateway closed");
      if (!type.equals(frame.path("type").stringValue(""))) {
        throw new AssertionError("a frame " + type + " was expected, but came " + frame);
      }
      return frame;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads until the gateway closes the socket. */
  List<JsonNode> rest() {
    List<JsonNode> frames = new ArrayList<>();
    try {
      for (JsonNode frame = frame(); frame != null; frame = frame()) {
        frames.add(frame);
      }
    } catch (EOFException | SocketException cutOff) {
      return frames; // within a frame, as it is for who does not even read the end
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return frames;
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void shakeHands() throws IOException {
    String head =
        """
        GET /ws HTTP/1.1\r
        Host: localhost\r
        Upgrade: websocket\r
        Connection: Upgrade\r
        Sec-WebSocket-Version: 13\r
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
        \r
        """;
    socket.getOutputStream().write(head.getBytes(US_ASCII));
    StringBuilder answer = new StringBuilder();
    while (answer.indexOf("\r\n\r\n") < 0) {
      answer.append((char) input.readUnsignedByte());
    }
    if (!answer.toString().startsWith("HTTP/1.1 101")) {
      throw new AssertionError(answer.toString());
    }
  }

  /** Writes a frame with a mask of zeros. */
  private void send(Map<String, ?> frame) throws IOException {
    byte[] payload = JSON.writeValueAsString(frame).getBytes(UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(8 + payload.length);
    bytes.put((byte) 0x81).put((byte) (0x80 | 126)).putShort((short) payload.length).putInt(0);
    socket.getOutputStream().write(bytes.put(payload).array());
  }

  /** The next text, or null if there is none any more. */
  private @Nullable JsonNode frame() throws IOException {
    while (true) {
      int opcode = input.readUnsignedByte() & OPCODE;
      int length = input.readUnsignedByte();
      if (length == 126) {
        length = input.readUnsignedShort();
      }
      byte[] payload = new byte[length];
      input.readFully(payload);
      if (opcode == CLOSE) {
        return null;
      } else if (opcode == TEXT) {
        return JSON.readTree(payload);
      }
    }
  }
}
