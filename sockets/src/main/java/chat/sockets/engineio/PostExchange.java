package chat.sockets.engineio;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Handles the body of a POST. Ends the session of a client that sends it too slowly. */
final class PostExchange implements RequestBody.Handler {

  private static final Logger LOG = LoggerFactory.getLogger(PostExchange.class);

  private final EngineSession session;
  private final AsyncContext exchange;
  private final HttpServletResponse response;

  PostExchange(EngineSession session, AsyncContext exchange, HttpServletResponse response) {
    this.session = session;
    this.exchange = exchange;
    this.response = response;
  }

  @Override
  public void complete(byte[] body) throws IOException {
    List<IncomingPacket> packets;
    try {
      packets = IncomingPacket.ofPayload(text(body), session.maxPackets());
    } catch (MalformedPacket | CharacterCodingException e) {
      refuse(BadRequest.BAD_REQUEST);
      return;
    }
    if (handle(packets)) {
      response.setContentType("text/html");
      response.getOutputStream().write(new byte[] {'o', 'k'});
      exchange.complete();
    }
  }

  /** Answers the client also if this server fails. */
  private boolean handle(List<IncomingPacket> packets) throws IOException {
    try {
      session.endPost(packets);
      return true;
    } catch (RuntimeException e) {
      LOG.error("the packets of a client could not be handled", e);
      refuse(BadRequest.BAD_REQUEST);
      return false;
    }
  }

  @Override
  public void refuse(BadRequest reason) throws IOException {
    session.abort();
    response.setHeader("Connection", "close");
    reason.answer(response);
    exchange.complete();
  }

  @Override
  public void lost() {
    session.abort();
    exchange.complete();
  }

  private static String text(byte[] body) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
  }
}
