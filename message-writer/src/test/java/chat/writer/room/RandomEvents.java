package chat.writer.room;

import chat.contract.Author;
import chat.contract.event.Deleted;
import chat.contract.event.Edited;
import chat.contract.event.MemberChange;
import chat.contract.event.Message;
import chat.contract.event.Reaction;
import chat.contract.event.Role;
import chat.contract.event.RoomChange;
import chat.contract.event.RoomEvent;
import chat.contract.event.Visibility;
import chat.contract.log.Seq;
import java.util.List;
import java.util.Random;

/**
 * Random events that gateways would mostly never append, because they ignore the state of the room.
 * The tables have to agree with the log all the same.
 */
final class RandomEvents {

  private static final List<Author> PEOPLE =
      List.of(new Author("u1", "ann"), new Author("u2", "bob"), new Author("u3", "cy3"));

  private final Random random;
  private final TestLog log;
  private int made;

  RandomEvents(Random random, TestLog log) {
    this.random = random;
    this.log = log;
  }

  /** The next event of a room. */
  RoomEvent next(String room) {
    String id = "e-" + ++made;
    Author who = anybody();
    return switch (random.nextInt(16)) {
      case 0, 1, 2, 3 ->
          new Message(room, id, who, "text of " + id, made, null, List.of(), List.of());
      case 4, 5 -> new Edited(room, id, who, target(), "text of " + id, List.of(), made);
      case 6 -> new Deleted(room, id, who, target(), made);
      case 7, 8 ->
          new Reaction(room, id, who, target(), random.nextBoolean() ? "+1" : "-1", oneIn(3), made);
      case 9, 10, 11, 12, 13, 14 -> member(room, id, who);
      default -> room(room, id, who);
    };
  }

  private MemberChange member(String room, String id, Author who) {
    MemberChange.Action action = any(MemberChange.Action.values());
    boolean needsRole = action == MemberChange.Action.JOINED || action == MemberChange.Action.ROLE;
    Role role = needsRole || oneIn(2) ? any(Role.values()) : null;
    Long until =
        action == MemberChange.Action.MUTED ? (Long) (oneIn(3) ? 0L : made + 1_000L) : null;
    return new MemberChange(room, id, who, action, role, oneIn(2) ? null : anybody(), until, made);
  }

  private RoomChange room(String room, String id, Author who) {
    RoomChange.Action action = any(RoomChange.Action.values());
    Visibility seen = random.nextBoolean() ? Visibility.PUBLIC : Visibility.PRIVATE;
    List<Author> pair =
        seen == Visibility.PRIVATE && oneIn(3) ? List.of(who, PEOPLE.get(0)) : List.of();
    return new RoomChange(
        room,
        id,
        action,
        "name " + made,
        seen,
        random.nextInt(3),
        oneIn(4) ? null : who,
        pair,
        made);
  }

  /** Mostly a recent message, sometimes an event that is no message, or one of another room. */
  private long target() {
    return Seq.of(1, Math.max(0, log.end() - 1 - random.nextInt(oneIn(2) ? 4 : 25)));
  }

  private Author anybody() {
    return PEOPLE.get(random.nextInt(PEOPLE.size()));
  }

  private <T> T any(T[] values) {
    return List.of(values).get(random.nextInt(values.length));
  }

  private boolean oneIn(int n) {
    return random.nextInt(n) == 0;
  }
}
