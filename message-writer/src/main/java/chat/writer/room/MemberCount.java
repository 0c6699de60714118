package chat.writer.room;

import chat.contract.event.RoomEvent;
import chat.contract.log.Seq;

/**
 * The number of a room's members after an event of its log. It follows from the number before and
 * the event alone, so that each writer comes to the same one, whatever the tables of members hold
 * by then: a gateway's event takes effect only if it changes what it says it does (its condition).
 * So a user who joins was no member before, and one who leaves was one.
 *
 * @param members the number
 * @param upTo the seq of the last event that is counted; {@link Seq#NONE} if there is none
 */
public record MemberCount(int members, long upTo) {

  /** A room without events. */
  public static final MemberCount NONE = new MemberCount(0, Seq.NONE);

  /** The number after a further event; the same if it was counted before. */
  MemberCount after(RoomEvent event, long seq) {
    return seq <= upTo
        ? this
        : new MemberCount(Math.max(0, Standing.membersAfter(members, event)), seq);
  }
}
