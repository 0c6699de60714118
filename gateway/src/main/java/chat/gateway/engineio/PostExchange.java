package chat.gateway.engineio;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A POST of packets. Its body is read as it comes, by no waiting thread, and only up to a bound.
 */
final class PostExchange implements ReadListener, AsyncListener {

  private final EngineSession session;
  private final AsyncContext exchange;
  private final ServletInputStream input;
  private final HttpServletResponse response;
  private final int maxPayload;
  private final ByteArrayOutputStream body = new ByteArrayOutputStream(256);
  private final byte[] buffer = new byte[4096];
  private boolean over;

  private PostExchange(
      EngineSession session,
      AsyncContext exchange,
      ServletInputStream input,
      HttpServletResponse response,
      int maxPayload) {
    this.session = session;
    this.exchange = exchange;
    this.input = input;
    this.response = response;
    this.maxPayload = maxPayload;
  }

  /** Reads the body of a request that was begun, has the session take it, and answers. */
  static void read(
      EngineSession session,
      AsyncContext exchange,
      HttpServletRequest request,
      HttpServletResponse response,
      int maxPayload)
      throws IOException {
    ServletInputStream input = request.getInputStream();
    PostExchange post = new PostExchange(session, exchange, input, response, maxPayload);
    exchange.addListener(post);
    input.setReadListener(post);
  }

  @Override
  public void onDataAvailable() throws IOException {
    while (!over && input.isReady()) {
      int length = input.read(buffer);
      if (length < 0) {
        return;
      }
      if (body.size() + length > maxPayload) {
        refuse(BadRequest.TOO_LARGE);
        return;
      }
      body.write(buffer, 0, length);
    }
  }

  @Override
  public void onAllDataRead() throws IOException {
    if (over) {
      return;
    }
    List<Incoming> packets;
    try {
      packets = Incoming.ofPayload(text());
    } catch (MalformedPacket | CharacterCodingException e) {
      refuse(BadRequest.BAD_REQUEST);
      return;
    }
    over = true;
    session.endPost(packets);
    response.setContentType("text/html");
    response.getOutputStream().write(new byte[] {'o', 'k'});
    exchange.complete();
  }

  @Override
  public void onError(Throwable error) {
    if (!over) {
      over = true;
      session.abort();
      exchange.complete();
    }
  }

  @Override
  public void onTimeout(AsyncEvent event) throws IOException {
    refuse(BadRequest.BAD_REQUEST);
  }

  private void refuse(BadRequest reason) throws IOException {
    if (!over) {
      over = true;
      session.abort();
      response.setHeader("Connection", "close");
      reason.answer(response);
      exchange.complete();
    }
  }

  private String text() throws CharacterCodingException {
    return StandardCharsets.UTF_8
        .newDecoder()
        .decode(ByteBuffer.wrap(body.toByteArray()))
        .toString();
  }

  @Override
  public void onComplete(AsyncEvent event) {}

  @Override
  public void onError(AsyncEvent event) {
    onError(event.getThrowable());
  }

  @Override
  public void onStartAsync(AsyncEvent event) {}
}
