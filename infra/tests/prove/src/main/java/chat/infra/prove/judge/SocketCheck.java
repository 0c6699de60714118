package chat.infra.prove.judge;

import chat.infra.prove.history.Entry;
import chat.infra.prove.history.MessageId;
import java.util.HashMap;
import java.util.Map;

/** A joined socket gets each event once and in order, or it is closed. */
final class SocketCheck implements Check {

  private static final long UNRECOVERED = -2;
  private static final int MOST_MISSED = 1000;

  private static final class Stream {
    private long last;
    private final long replayEnd;
    private final long announced;
    private long replayed;

    /** Live after a position, or with a number of events up to another one in between. */
    Stream(long last, long replayEnd, long announced) {
      this.last = last;
      this.replayEnd = replayEnd;
      this.announced = announced;
    }
  }

  private record Place(int client, int socket, int room) {
    static Place of(Entry entry) {
      return new Place(entry.client(), entry.socket(), entry.room());
    }
  }

  private final Logs logs;
  private final Findings findings;
  private final Map<Place, Stream> streams = new HashMap<>();

  SocketCheck(Logs logs, Findings findings) {
    this.logs = logs;
    this.findings = findings;
  }

  @Override
  public void accept(Entry entry) {
    switch (entry.kind()) {
      case JOINED -> joined(entry);
      case LEFT -> streams.remove(Place.of(entry));
      case CLOSED ->
          streams
              .keySet()
              .removeIf(
                  place -> place.client() == entry.client() && place.socket() == entry.socket());
      case RECEIVED -> received(entry);
      default -> {}
    }
  }

  private void joined(Entry entry) {
    if (entry.id() == UNRECOVERED) {
      unrecovered(entry);
    }
    boolean replays = entry.id() >= 0;
    Stream stream =
        replays
            ? new Stream(entry.prev(), entry.seq(), entry.id())
            : new Stream(entry.seq(), entry.seq(), 0);
    streams.put(Place.of(entry), stream);
  }

  /** Only many missed events, or a position that the log does not have, are no reason to replay. */
  private void unrecovered(Entry entry) {
    Logs.Log log = logs.of(entry.room());
    int missed = log.after(entry.seq()) - log.after(entry.prev());
    if (log.index(entry.prev()) >= 0 && missed >= 0 && missed <= MOST_MISSED) {
      add(Rule.UNRECOVERED, entry, "missed " + missed + " events after " + entry.prev());
    }
  }

  private void received(Entry entry) {
    compare(entry);
    Stream stream = streams.get(Place.of(entry));
    if (stream == null) {
      add(Rule.FOREIGN, entry, "had not joined");
      return;
    }
    if (entry.seq() == stream.last) {
      add(Rule.DOUBLED, entry, "got it just before");
    } else if (entry.seq() < stream.last) {
      add(Rule.REORDERED, entry, "had " + stream.last);
    } else if (entry.prev() != stream.last) {
      add(Rule.GAP, entry, "had " + stream.last + ", its prev is " + entry.prev());
    }
    stream.last = Math.max(stream.last, entry.seq());
    if (entry.seq() <= stream.replayEnd) {
      stream.replayed++;
    }
    if (entry.seq() == stream.replayEnd && stream.replayed != stream.announced) {
      add(Rule.GAP, entry, "got " + stream.replayed + " of " + stream.announced + " missed events");
    }
  }

  private void compare(Entry entry) {
    if (logs.isUnknown(entry.room())) {
      return;
    }
    Logs.Log log = logs.of(entry.room());
    int index = log.index(entry.seq());
    if (index < 0 || log.id(index) != entry.id()) {
      add(
          entry.id() == MessageId.ALTERED ? Rule.ALTERED : Rule.DIFFERENT,
          entry,
          "the log has another event there");
    }
  }

  private void add(Rule rule, Entry entry, String text) {
    findings.add(
        rule,
        "socket %d of client %d got %d in room %d: %s"
            .formatted(entry.socket(), entry.client(), entry.seq(), entry.room(), text));
  }
}
