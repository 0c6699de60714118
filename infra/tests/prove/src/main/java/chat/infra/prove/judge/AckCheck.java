package chat.infra.prove.judge;

import chat.infra.prove.history.Entry;
import chat.infra.prove.history.MessageId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * A send is answered by an ack, or by an error, unless its socket ends. That its event came to the
 * sender is no answer.
 */
final class AckCheck implements Check {

  /** Longest time between an event and its ack, which includes the longest pause of a gateway. */
  private static final long PATIENCE_MICROS = Duration.ofSeconds(20).toNanos() / 1000;

  private record Awaited(int client, int socket, long since) {}

  private final Findings findings;

  /** The socket of the last send of each message that has no answer. */
  private final Map<Long, Integer> sent = new HashMap<>();

  private final Map<Long, Awaited> awaited = new HashMap<>();
  private long now;

  AckCheck(Findings findings) {
    this.findings = findings;
  }

  @Override
  public void accept(Entry entry) {
    now = Math.max(now, entry.micros());
    switch (entry.kind()) {
      case SENT -> sent.put(entry.id(), entry.socket());
      case CAME -> came(entry);
      case ACKED, DEFERRED, REFUSED -> {
        sent.remove(entry.id());
        awaited.remove(entry.id());
      }
      case CLOSED -> closed(entry);
      default -> {}
    }
  }

  private void came(Entry entry) {
    if (sent.getOrDefault(entry.id(), 0) == entry.socket()) {
      awaited.put(entry.id(), new Awaited(entry.client(), entry.socket(), entry.micros()));
    }
  }

  private void closed(Entry entry) {
    awaited
        .entrySet()
        .removeIf(
            of -> {
              boolean isOver = of.getValue().client() == entry.client();
              if (isOver) {
                end(of.getKey(), of.getValue());
              }
              return isOver;
            });
  }

  private void end(long id, Awaited ack) {
    if (now - ack.since() > PATIENCE_MICROS) {
      findings.add(
          Rule.UNACKED,
          "%s at socket %d, which was open for %d ms after the event"
              .formatted(MessageId.text(id), ack.socket(), (now - ack.since()) / 1000));
    }
  }

  @Override
  public void finish() {
    awaited.forEach(this::end);
  }
}
