package chat.gateway.operator;

import chat.contract.log.Seq;
import chat.edge.problem.Refusal;
import chat.gateway.history.History;
import chat.gateway.log.LogPositions;
import chat.gateway.log.LogVerdicts;
import chat.gateway.log.LogVerdicts.Judged;
import chat.gateway.log.LogVerdicts.Verdict;
import chat.gateway.log.PartitionLog;
import chat.gateway.log.RoomFeed;
import chat.gateway.log.StoredTimes;
import chat.gateway.room.Reading;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** What log and tables tell of an event. Blocks, so it is for the threads of operators. */
final class EventFacts {

  private final RoomFeed feed;
  private final LogVerdicts verdicts;
  private final LogPositions positions;
  private final StoredTimes times;
  private final History history;
  private final Reading reading;

  EventFacts(
      RoomFeed feed,
      LogVerdicts verdicts,
      LogPositions positions,
      StoredTimes times,
      History history,
      Reading reading) {
    this.feed = feed;
    this.verdicts = verdicts;
    this.positions = positions;
    this.times = times;
    this.history = history;
    this.reading = reading;
  }

  /**
   * An event.
   *
   * @param judged {@code event}, {@code duplicate} or {@code void}; {@code expired} if the log does
   *     not have the record any more and the tables have the event
   * @param sameAs seq of the event that a duplicate repeats
   * @param appendedAt in milliseconds by the broker's clock
   * @param appendedBy name of the gateway
   * @param bytes length of the record's value
   * @param storedAfter the last look that found it not in the tables, in milliseconds
   * @param storedBefore the first look that found it in the tables, in milliseconds
   * @param readSeq the read marker of the asked user in the room
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Event(
      int epoch,
      int partition,
      long offset,
      String judged,
      @Nullable Long sameAs,
      @Nullable String type,
      @Nullable String id,
      @Nullable String fault,
      @Nullable Long appendedAt,
      @Nullable String appendedBy,
      @Nullable Integer bytes,
      boolean stored,
      @Nullable Long storedAfter,
      @Nullable Long storedBefore,
      @Nullable Long readSeq) {

    /** Whether readers deliver it: they drop duplicates and void records. */
    boolean isDelivered() {
      return !judged.equals(Verdict.DUPLICATE.word()) && !judged.equals(Verdict.VOID.word());
    }
  }

  /**
   * Finds an event.
   *
   * @param user the id of a user; empty for none
   * @throws Refusal {@code NOT_FOUND} if neither log nor tables have it
   */
  Event find(String room, long seq, String user) {
    PartitionLog log = feed.logOf(room);
    Long marker = user.isEmpty() ? null : reading.marker(user, room).join();
    if (Seq.epoch(seq) != log.epoch().epoch()) {
      return expired(log, room, seq, marker);
    }
    Judged record = verdicts.judge(log, Seq.offset(seq)).orElse(null);
    if (record == null) {
      return expired(log, room, seq, marker);
    }
    if (!room.equals(record.room())) {
      throw Refusal.notFound();
    }
    return of(log, seq, record, marker);
  }

  private Event of(PartitionLog log, long seq, Judged record, @Nullable Long marker) {
    long offset = Seq.offset(seq);
    boolean isEvent = record.verdict() == Verdict.EVENT; // the tables have no other record
    StoredTimes.Between between = isEvent ? times.of(log.partition(), offset) : null;
    return new Event(
        log.epoch().epoch(),
        log.partition(),
        offset,
        record.verdict().word(),
        record.verdict() == Verdict.DUPLICATE ? log.epoch().seq(record.first()) : null,
        record.type(),
        record.id(),
        record.fault(),
        record.appendedAt(),
        record.gateway().isEmpty() ? null : record.gateway(),
        record.bytes(),
        isEvent && positions.watermark(log).join() > offset,
        between == null ? null : between.after(),
        between == null ? null : Long.valueOf(between.before()),
        marker);
  }

  private Event expired(PartitionLog log, String room, long seq, @Nullable Long marker) {
    String type = history.at(log, room, seq).join().orElseThrow(Refusal::notFound).type();
    return new Event(
        Seq.epoch(seq),
        log.partition(),
        Seq.offset(seq),
        "expired",
        null,
        type,
        null,
        null,
        null,
        null,
        null,
        true,
        null,
        null,
        marker);
  }
}
