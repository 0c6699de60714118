package chat.gateway.session;

import static chat.edge.problem.ProblemCode.FORBIDDEN;

import chat.contract.Author;
import chat.edge.problem.Refusal;
import chat.sockets.fanout.Joined;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** The frames that answer clients, as bytes. */
final class ServerFrames {

  private static final JsonFactory JSON = new JsonFactory();

  private ServerFrames() {}

  static byte[] connected(
      @Nullable String ref, String session, Author user, Duration ping, Instant tokenExpires) {
    return frame(
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

  static byte[] authenticated(@Nullable String ref, Instant tokenExpires) {
    return frame(
        "authenticated",
        ref,
        json -> json.writeNumberProperty("tokenExpiresAt", tokenExpires.toEpochMilli()));
  }

  static byte[] joined(@Nullable String ref, String room, Joined joined) {
    if (joined.isRefused()) {
      return error(
          ref, room, Refusal.of(FORBIDDEN, "This socket has joined as many rooms as it may"));
    }
    return frame(
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

  static byte[] left(@Nullable String ref, String room) {
    return frame("left", ref, json -> json.writeStringProperty("room", room));
  }

  static byte[] ack(@Nullable String ref, String room, String id, long seq, long at) {
    return frame(
        "ack",
        ref,
        json -> {
          json.writeStringProperty("room", room);
          json.writeStringProperty("id", id);
          json.writeNumberProperty("seq", seq);
          json.writeNumberProperty("at", at);
        });
  }

  static byte[] ack(@Nullable String ref, String room, long seq) {
    return frame(
        "ack",
        ref,
        json -> {
          json.writeStringProperty("room", room);
          json.writeNumberProperty("seq", seq);
        });
  }

  /** What the client asked for was done, and there is nothing else to say. */
  static byte[] done(String ref) {
    return frame("done", ref, json -> {});
  }

  static byte[] pong(@Nullable String ref, Instant at) {
    return frame("pong", ref, json -> json.writeNumberProperty("at", at.toEpochMilli()));
  }

  static byte[] error(@Nullable String ref, @Nullable String room, Refusal refusal) {
    return frame(
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

  private static byte[] frame(String type, @Nullable String ref, Consumer<JsonGenerator> fields) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
      json.writeStartObject();
      json.writeStringProperty("type", type);
      if (ref != null) {
        json.writeStringProperty("ref", ref);
      }
      fields.accept(json);
      json.writeEndObject();
    }
    return bytes.toByteArray();
  }
}
