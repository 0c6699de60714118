package chat.gateway.webhook;

import chat.contract.Names;
import chat.contract.event.Deleted;
import chat.contract.event.Edited;
import chat.contract.event.EmittedEvent;
import chat.contract.event.MemberChange;
import chat.contract.event.Message;
import chat.contract.event.Reaction;
import chat.contract.event.RoomChange;
import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Validates the fields of a webhook. A message never has the value, as it may be a secret. */
final class WebhookFields {

  private static final int MAX_URL = 2048;
  private static final int MAX_SECRETS = 3;
  private static final int MAX_ROOMS = 1000;
  private static final int MAX_ATTEMPTS = 100;
  private static final int LEAST_SECRET = 24;
  private static final int MOST_SECRET = 64;
  private static final int MAX_PORT = 65_535;
  private static final String SECRET = "whsec_";

  private static final Set<String> TYPES =
      Set.of(
          Message.TYPE,
          Edited.TYPE,
          Deleted.TYPE,
          Reaction.TYPE,
          MemberChange.TYPE,
          RoomChange.TYPE,
          EmittedEvent.TYPE);

  private WebhookFields() {}

  static String name(String name) {
    if (!Names.isRoom(name)) {
      throw wrong("name", Names.ROOM_PATTERN + " is expected");
    }
    return name;
  }

  /**
   * Reads where the events go, and which.
   *
   * @param present the secrets that are kept if the request has none
   */
  static Webhook.Receiver receiver(JsonNode body, List<String> present) {
    if (!body.isObject()) {
      throw Refusal.of(ProblemCode.INVALID_REQUEST, "The body is not a JSON object as expected");
    }
    return new Webhook.Receiver(
        url(body.get("url")),
        secrets(body.get("secret"), present),
        texts(body.get("rooms"), "rooms", MAX_ROOMS, Names::isRoom, "names of rooms"),
        texts(
            body.get("types"),
            "types",
            TYPES.size(),
            TYPES::contains,
            "some of " + String.join(", ", new TreeSet<>(TYPES))),
        attempts(body.get("attempts")));
  }

  private static @Nullable Integer attempts(@Nullable JsonNode field) {
    if (field == null || field.isNull()) {
      return null;
    }
    if (field.isInt() && field.intValue() >= 1 && field.intValue() <= MAX_ATTEMPTS) {
      return field.intValue();
    }
    throw wrong("attempts", "1.." + MAX_ATTEMPTS + " is expected");
  }

  private static String url(@Nullable JsonNode field) {
    if (field != null && field.isString() && isAddress(field.stringValue())) {
      return field.stringValue();
    }
    throw wrong(
        "url", "an https address of at most " + MAX_URL + " characters, without user, is expected");
  }

  /** Senders refuse http to all but the networks that they allow. */
  private static boolean isAddress(String text) {
    try {
      URI url = new URI(text);
      String scheme = String.valueOf(url.getScheme());
      return text.length() <= MAX_URL
          && text.chars().allMatch(character -> character > ' ' && character <= '~')
          && (scheme.equals("https") || scheme.equals("http"))
          && url.getHost() != null
          && url.getRawUserInfo() == null
          && url.getRawFragment() == null
          && url.getPort() != 0
          && url.getPort() <= MAX_PORT;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static List<String> secrets(@Nullable JsonNode field, List<String> present) {
    if (field == null && !present.isEmpty()) {
      return present;
    }
    List<String> secrets = new ArrayList<>();
    if (field != null && field.isArray()) {
      field.forEach(one -> secrets.add(one.isString() ? one.stringValue() : ""));
    } else if (field != null && field.isString()) {
      secrets.add(field.stringValue());
    }
    boolean fits = !secrets.isEmpty() && secrets.size() <= MAX_SECRETS;
    if (!fits || !secrets.stream().allMatch(WebhookFields::isSecret)) {
      throw wrong(
          "secret",
          "%s and %d..%d bytes in Base64, or 1..%d of these, are expected"
              .formatted(SECRET, LEAST_SECRET, MOST_SECRET, MAX_SECRETS));
    }
    return secrets;
  }

  private static boolean isSecret(String text) {
    try {
      int bytes =
          text.startsWith(SECRET)
              ? Base64.getDecoder().decode(text.substring(SECRET.length())).length
              : 0;
      return bytes >= LEAST_SECRET && bytes <= MOST_SECRET;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static Set<String> texts(
      @Nullable JsonNode field, String name, int most, Predicate<String> fits, String expected) {
    Set<String> texts = new LinkedHashSet<>();
    if (field == null || field.isNull()) {
      return texts;
    }
    if (field.isArray()) {
      field.forEach(one -> texts.add(one.isString() ? one.stringValue() : ""));
    }
    if (texts.isEmpty() || texts.size() > most || !texts.stream().allMatch(fits)) {
      throw wrong(name, "1.." + most + ", " + expected + ", are expected");
    }
    return texts;
  }

  static Refusal wrong(String field, String message) {
    return Refusal.ofField(ProblemCode.INVALID_REQUEST, field, message);
  }
}
