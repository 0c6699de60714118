package chat.contract.event;

import chat.contract.ApplicationData;
import chat.contract.Author;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The fields of an event's JSON object, read in any order. */
final class EventFields {

  private @Nullable String type;
  private @Nullable String room;
  private @Nullable String id;
  private @Nullable Author user;
  private @Nullable Author by;
  private @Nullable String action;
  private @Nullable String name;
  private @Nullable String visibility;
  private @Nullable String role;
  private @Nullable String content;
  private @Nullable String emoji;
  private @Nullable Boolean removed;
  private @Nullable Boolean imported;
  private @Nullable Long at;
  private @Nullable Long target;
  private @Nullable Long replyTo;
  private @Nullable Long untilAt;
  private @Nullable ApplicationData data;
  private int slowModeSeconds;
  private final List<Attachment> attachments = new ArrayList<>();
  private final List<String> mentions = new ArrayList<>();
  private final List<Author> pair = new ArrayList<>();

  private EventFields() {}

  static EventFields read(JsonParser json) {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw new IllegalArgumentException("no room event: not an object");
    }
    EventFields fields = new EventFields();
    for (String field = json.nextName(); field != null; field = json.nextName()) {
      json.nextToken();
      fields.readField(field, json);
    }
    if (json.currentToken() != JsonToken.END_OBJECT || json.nextToken() != null) {
      throw new IllegalArgumentException("no room event: more than one object");
    }
    return fields;
  }

  RoomEvent toEvent() {
    return switch (required("type", type)) {
      case Message.TYPE -> toMessage();
      case Edited.TYPE ->
          new Edited(room(), id(), user(), target(), content(), mentions, data, at());
      case Deleted.TYPE -> new Deleted(room(), id(), user(), target(), at());
      case Reaction.TYPE ->
          new Reaction(
              room(),
              id(),
              user(),
              target(),
              required("emoji", emoji),
              required("removed", removed),
              at());
      case MemberChange.TYPE -> toMemberChange();
      case RoomChange.TYPE -> toRoomChange();
      case EmittedEvent.TYPE ->
          new EmittedEvent(
              room(), id(), user(), required("name", name), required("data", data), at());
      default -> throw new IllegalArgumentException("type: " + type + " (expected: a room event)");
    };
  }

  private void readField(String field, JsonParser json) {
    switch (field) {
      case "type" -> type = string(json);
      case "room" -> room = string(json);
      case "id" -> id = string(json);
      case "user" -> user = author(json);
      case "by" -> by = author(json);
      case "action" -> action = string(json);
      case "name" -> name = string(json);
      case "visibility" -> visibility = string(json);
      case "role" -> role = string(json);
      case "content" -> content = string(json);
      case "emoji" -> emoji = string(json);
      case "removed" -> removed = json.getBooleanValue();
      case "imported" -> imported = json.getBooleanValue();
      case "at" -> at = json.getLongValue();
      case "target" -> target = json.getLongValue();
      case "replyTo" -> replyTo = json.getLongValue();
      case "untilAt" -> untilAt = json.getLongValue();
      case ApplicationData.FIELD -> data = ApplicationData.read(json);
      case "slowModeSeconds" -> slowModeSeconds = json.getIntValue();
      default -> readList(field, json);
    }
  }

  private void readList(String field, JsonParser json) {
    switch (field) {
      case "attachments" -> {
        while (json.nextToken() == JsonToken.START_OBJECT) {
          attachments.add(attachment(json));
        }
      }
      case "pair" -> {
        while (json.nextToken() == JsonToken.START_OBJECT) {
          pair.add(author(json));
        }
      }
      case "mentions" -> {
        for (String mention = json.nextStringValue();
            mention != null;
            mention = json.nextStringValue()) {
          mentions.add(mention);
        }
      }
      default -> json.skipChildren();
    }
  }

  static Author author(JsonParser json) {
    String id = null;
    String username = null;
    for (String field = json.nextName(); field != null; field = json.nextName()) {
      json.nextToken();
      switch (field) {
        case "id" -> id = string(json);
        case "username" -> username = string(json);
        default -> json.skipChildren();
      }
    }
    return new Author(required("user.id", id), required("user.username", username));
  }

  private static Attachment attachment(JsonParser json) {
    String id = null;
    String file = null;
    String contentType = null;
    long size = -1;
    for (String field = json.nextName(); field != null; field = json.nextName()) {
      json.nextToken();
      switch (field) {
        case "id" -> id = string(json);
        case "name" -> file = string(json);
        case "contentType" -> contentType = string(json);
        case "size" -> size = json.getLongValue();
        default -> json.skipChildren();
      }
    }
    return new Attachment(
        required("attachments.id", id),
        required("attachments.name", file),
        required("attachments.contentType", contentType),
        size);
  }

  private Message toMessage() {
    return new Message(
        room(),
        id(),
        user(),
        content(),
        at(),
        replyTo,
        attachments,
        mentions,
        data,
        Boolean.TRUE.equals(imported));
  }

  /** Null only beside data. */
  private @Nullable String content() {
    return data == null ? required("content", content) : content;
  }

  private MemberChange toMemberChange() {
    String word = required("action", action);
    return new MemberChange(
        room(),
        id(),
        user(),
        MemberChange.Action.of(word).orElseThrow(() -> unknown("action", word)),
        role == null ? null : Role.of(role).orElseThrow(() -> unknown("role", role)),
        by,
        untilAt,
        at());
  }

  private RoomChange toRoomChange() {
    String did = required("action", action);
    String seen = required("visibility", visibility);
    return new RoomChange(
        room(),
        id(),
        RoomChange.Action.of(did).orElseThrow(() -> unknown("action", did)),
        required("name", name),
        Visibility.of(seen).orElseThrow(() -> unknown("visibility", seen)),
        slowModeSeconds,
        by,
        pair,
        data,
        at());
  }

  private String room() {
    return required("room", room);
  }

  private String id() {
    return required("id", id);
  }

  private Author user() {
    return required("user", user);
  }

  private long target() {
    return required("target", target);
  }

  private long at() {
    return required("at", at);
  }

  /** Numbers, booleans and null have a text too but are no strings. */
  private static String string(JsonParser json) {
    if (json.currentToken() != JsonToken.VALUE_STRING) {
      throw new IllegalArgumentException(
          "no room event: " + json.currentName() + ": " + json.currentToken());
    }
    return json.getString();
  }

  private static IllegalArgumentException unknown(String field, @Nullable String word) {
    return new IllegalArgumentException("no room event: " + field + ": " + word);
  }

  private static <T> T required(String name, @Nullable T value) {
    if (value == null) {
      throw new IllegalArgumentException("no room event: " + name + " is missing");
    }
    return value;
  }
}
