package chat.gateway.service;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What the key of a service allows. */
public enum Scope {
  /** Create and change users, and end their sessions. */
  USERS,
  /** Mint access tokens of users. */
  TOKENS,
  /** Erase users. */
  ERASE,
  /** Create, change and delete rooms, and change their members. */
  ROOMS,
  /** Send messages, and change and delete the service's own ones. */
  MESSAGES,
  /** Change and delete messages of all authors. */
  MODERATE,
  /** Read all rooms. */
  READ,
  /** Import users, rooms, members and messages. */
  IMPORT,
  /** Define webhooks, which get the events of all rooms. */
  WEBHOOKS,
  /** Look at the delivery of events and at the system, and drain gateways; shows no texts. */
  OPERATE;

  /** As in the configuration. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The scope with a word. */
  public static Optional<Scope> of(String word) {
    return Arrays.stream(values()).filter(scope -> scope.word().equals(word)).findFirst();
  }
}
