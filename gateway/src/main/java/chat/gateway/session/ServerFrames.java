package chat.gateway.session;

import static chat.edge.problem.ProblemCode.FORBIDDEN;

import chat.contract.Author;
import chat.edge.problem.Refusal;
import chat.sockets.fanout.Frame;
import chat.sockets.fanout.Joined;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;

/** The answers to clients. */
public final class ServerFrames {

  private static final JsonFactory JSON =
      JsonFactory.builder().recyclerPool(JsonRecyclerPools.threadLocalPool()).build();

  private ServerFrames() {}

  static Frame connected(
      @Nullable String ref, String session, Author user, Duration ping, Instant tokenExpires) {
    return answer(
        "connected",
        ref,
        json -> {
          json.writeStringProperty("session", session);
          json.writeObjectPropertyStart("user");
          json.writeStringProperty("id", user.id());
          json.writeStringProperty("username", user.username());
          json.writeEndObject();
          json.writeNumberProperty("pingMs", ping.toMillis());
          json.writeNumberProperty("tokenExpiresAt", tokenExpires.toEpochMilli());
        });
  }

  static Frame authenticated(@Nullable String ref, Instant tokenExpires) {
    return answer(
        "authenticated",
        ref,
        json -> json.writeNumberProperty("tokenExpiresAt", tokenExpires.toEpochMilli()));
  }

  static Frame joined(@Nullable String ref, String room, Joined joined) {
    if (joined.isRefused()) {
      return error(
          ref, room, Refusal.of(FORBIDDEN, "This socket has joined as many rooms as it may"));
    }
    return answer(
        "joined",
        ref,
        json -> {
          json.writeStringProperty("room", room);
          json.writeNumberProperty("seq", joined.seq());
          Boolean recovered = joined.recovered();
          if (recovered != null) {
            json.writeBooleanProperty("recovered", recovered);
            json.writeNumberProperty("missed", joined.missed());
          }
        });
  }

  static Frame left(@Nullable String ref, String room) {
    return answer("left", ref, json -> json.writeStringProperty("room", room));
  }

  static Frame ack(@Nullable String ref, String room, String id, long seq, long at) {
    return answer(
        "ack",
        ref,
        json -> {
          json.writeStringProperty("room", room);
          json.writeStringProperty("id", id);
          json.writeNumberProperty("seq", seq);
          json.writeNumberProperty("at", at);
        });
  }

  static Frame ack(@Nullable String ref, String room, long seq) {
    return answer(
        "ack",
        ref,
        json -> {
          json.writeStringProperty("room", room);
          json.writeNumberProperty("seq", seq);
        });
  }

  /** The request was done; the answer has no other content. */
  static Frame done(String ref) {
    return answer("done", ref, json -> {});
  }

  static Frame pong(@Nullable String ref, Instant at) {
    return answer("pong", ref, json -> json.writeNumberProperty("at", at.toEpochMilli()));
  }

  /**
   * Refuses a request.
   *
   * @param ref the request's; null if it has none
   */
  public static Frame error(@Nullable String ref, @Nullable String room, Refusal refusal) {
    return answer(
        "error",
        ref,
        json -> {
          if (room != null) {
            json.writeStringProperty("room", room);
          }
          json.writeStringProperty("code", refusal.code().word());
          json.writeStringProperty("message", refusal.detail());
          Duration retryAfter = refusal.retryAfter();
          if (retryAfter != null) {
            json.writeNumberProperty("retryAfterMs", retryAfter.toMillis());
          }
        });
  }

  /**
   * A page of a user's rooms.
   *
   * @param page a JSON object
   */
  static Frame inbox(@Nullable String ref, byte[] page) {
    return Frame.answer("inbox", ref, page);
  }

  private static Frame answer(String type, @Nullable String ref, Consumer<JsonGenerator> fields) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
      json.writeStartObject();
      fields.accept(json);
      json.writeEndObject();
    }
    return Frame.answer(type, ref, bytes.toByteArray());
  }
}
