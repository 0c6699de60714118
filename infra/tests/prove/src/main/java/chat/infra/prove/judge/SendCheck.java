package chat.infra.prove.judge;

import chat.infra.prove.history.Entry;
import chat.infra.prove.history.MessageId;
import java.util.HashMap;
import java.util.Map;

/** Acknowledged messages are in the log where their acks say, once, and in their sender's order. */
final class SendCheck implements Check {

  private static final long SENT = 0;
  private static final long REFUSED = -1;
  private static final long CAME = -2;

  private final Logs logs;
  private final Findings findings;

  /** The state of each message: sent, refused or its acknowledged position. */
  private final Map<Long, Long> states = new HashMap<>();

  /** The last acknowledged message of each sender in each room, and its position. */
  private final Map<Long, long[]> last = new HashMap<>();

  private long acknowledged;

  SendCheck(Logs logs, Findings findings) {
    this.logs = logs;
    this.findings = findings;
  }

  /** The number of acknowledged messages. */
  long acknowledged() {
    return acknowledged;
  }

  @Override
  public void accept(Entry entry) {
    switch (entry.kind()) {
      case SENT -> states.putIfAbsent(entry.id(), SENT);
      case REFUSED -> refused(entry);
      case ACKED -> acked(entry);
      case CAME -> came(entry);
      default -> {}
    }
  }

  private void refused(Entry entry) {
    states.put(entry.id(), REFUSED);
    long place = logs.place(entry.room(), entry.id());
    if (place != 0) {
      findings.add(
          Rule.REFUSED_BUT_THERE, "%s stands at %d".formatted(MessageId.text(entry.id()), place));
    }
  }

  /** Without its ack it is done for its sender; {@link AckCheck} looks for the ack. */
  private void came(Entry entry) {
    states.merge(entry.id(), CAME, (before, came) -> before == SENT ? came : before);
    boolean isThere = logs.place(entry.room(), entry.id()) == entry.seq();
    if (!isThere && !logs.isUnknown(entry.room())) {
      findings.add(
          Rule.DIFFERENT,
          "%s came to its sender at %d, where the log does not have it"
              .formatted(MessageId.text(entry.id()), entry.seq()));
    }
  }

  private void acked(Entry entry) {
    Long before = states.put(entry.id(), entry.seq());
    if (before != null && before > 0) {
      if (before != entry.seq()) {
        findings.add(
            Rule.DOUBLED,
            "%s was acknowledged at %d and %d"
                .formatted(MessageId.text(entry.id()), before, entry.seq()));
      }
      return;
    }
    acknowledged++;
    long place = logs.place(entry.room(), entry.id());
    if (logs.isUnknown(entry.room())) {
      return;
    }
    if (place == 0) {
      findings.add(
          Rule.LOST,
          "%s of room %d, acknowledged at %d"
              .formatted(MessageId.text(entry.id()), entry.room(), entry.seq()));
    } else if (place != entry.seq()) {
      findings.add(
          Rule.DIFFERENT,
          "%s was acknowledged at %d, and is at %d"
              .formatted(MessageId.text(entry.id()), entry.seq(), place));
    }
    checkOrder(entry);
  }

  private void checkOrder(Entry entry) {
    int number = MessageId.number(entry.id());
    long sender = (long) MessageId.client(entry.id()) << 32 | entry.room();
    long[] before = last.put(sender, new long[] {number, entry.seq()});
    if (before != null && (before[0] < number) != (before[1] < entry.seq())) {
      findings.add(
          Rule.REORDERED,
          "%s at %d, and number %d of its sender at %d"
              .formatted(MessageId.text(entry.id()), entry.seq(), before[0], before[1]));
    }
  }

  @Override
  public void finish() {
    states.forEach(
        (id, state) -> {
          if (state == SENT) {
            findings.add(Rule.UNANSWERED, "%s".formatted(MessageId.text(id)));
          }
        });
  }
}
