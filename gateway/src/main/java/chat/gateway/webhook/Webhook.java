package chat.gateway.webhook;

import chat.contract.log.ConsumerGroups;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The definition of a webhook.
 *
 * @param revision another one with each change
 * @param generation names its consumer group; another one begins at {@code start}
 * @param service the service that changed it last
 */
record Webhook(
    String name,
    String revision,
    String generation,
    Receiver receiver,
    WebhookStart start,
    boolean paused,
    String service,
    Instant createdAt,
    Instant changedAt) {

  /**
   * Where a webhook's events go, and which.
   *
   * @param secrets that sign its requests, in the order of the signatures
   * @param rooms the rooms whose events it gets; none: of all rooms
   * @param types the types of events that it gets; none: all types
   * @param attempts number of attempts before an event becomes a dead letter; null: the senders'
   *     setting
   */
  record Receiver(
      String url,
      List<String> secrets,
      Set<String> rooms,
      Set<String> types,
      @Nullable Integer attempts) {

    Receiver {
      secrets = List.copyOf(secrets);
      rooms = Set.copyOf(rooms);
      types = Set.copyOf(types);
    }

    /** Without the secrets and the address, which may hold one. */
    @Override
    public String toString() {
      return "Receiver[rooms=" + rooms + ", types=" + types + "]";
    }
  }

  String group() {
    return ConsumerGroups.ofWebhook(name, generation);
  }
}
