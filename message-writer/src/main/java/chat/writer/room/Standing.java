package chat.writer.room;

import chat.contract.ApplicationData;
import chat.contract.Author;
import chat.contract.event.MemberChange;
import chat.contract.event.Role;
import chat.contract.event.RoomChange;
import chat.contract.event.RoomEvent;
import chat.contract.event.Visibility;
import chat.contract.log.Seq;
import chat.writer.room.RoomEffect.Banned;
import chat.writer.room.RoomEffect.MemberGone;
import chat.writer.room.RoomEffect.MemberSet;
import chat.writer.room.RoomEffect.Muted;
import chat.writer.room.RoomEffect.RoomDataSet;
import chat.writer.room.RoomEffect.RoomDescribed;
import chat.writer.room.RoomEffect.RoomListed;
import chat.writer.room.RoomEffect.RoomUnlisted;
import chat.writer.room.RoomEffect.Unbanned;
import chat.writer.room.RoomEffect.Unmuted;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The effects of an event on a room and its members. */
final class Standing {

  /** The kind of a room of two users. */
  private static final String DIRECT = "direct";

  private Standing() {}

  /** The effects that depend on an event alone; none for events about messages. */
  static List<RoomEffect> after(RoomEvent event, long seq) {
    if (event instanceof MemberChange change) {
      return after(change, seq);
    }
    return event instanceof RoomChange change ? after(change, seq) : List.of();
  }

  /** Whether an event may change the number of members. */
  static boolean changesMembers(RoomEvent event) {
    if (event instanceof MemberChange change) {
      return change.action() == MemberChange.Action.JOINED || change.endsMembership();
    }
    return event instanceof RoomChange change && change.action() != RoomChange.Action.CHANGED;
  }

  /** The number of members after an event. */
  static int membersAfter(int before, RoomEvent event) {
    if (!changesMembers(event)) {
      return before;
    }
    if (event instanceof MemberChange change) {
      return change.endsMembership() ? before - 1 : before + 1;
    }
    return event instanceof RoomChange change && change.action() == RoomChange.Action.CREATED
        ? before + (int) firstMembers(change, Seq.NONE).stream().distinct().count()
        : 0;
  }

  private static List<RoomEffect> after(RoomChange change, long seq) {
    String room = change.room();
    if (change.action() == RoomChange.Action.DELETED) {
      return List.of(new RoomUnlisted(room, seq), new RoomDataSet(room, null, seq));
    }
    boolean created = change.action() == RoomChange.Action.CREATED;
    List<RoomEffect> effects = new ArrayList<>();
    effects.add(
        new RoomDescribed(
            room,
            kind(change),
            change.name(),
            change.slowModeSeconds(),
            created ? change.at() : null,
            seq));
    if (change.visibility() == Visibility.PUBLIC) {
      effects.add(new RoomListed(room, change.name(), seq));
    } else if (!created) {
      effects.add(new RoomUnlisted(room, seq));
    }
    ApplicationData data = change.data();
    if (data != null) {
      effects.add(new RoomDataSet(room, data.isNone() ? null : data.json(), seq));
    }
    if (created) {
      effects.addAll(firstMembers(change, seq));
    }
    return effects;
  }

  private static String kind(RoomChange change) {
    return change.pair().isEmpty() ? change.visibility().word() : DIRECT;
  }

  private static List<RoomEffect> firstMembers(RoomChange created, long seq) {
    Author owner = created.firstOwner();
    if (!created.pair().isEmpty()) {
      return created.pair().stream()
          .<RoomEffect>map(
              one -> new MemberSet(created.room(), one, Role.MEMBER, created.at(), seq))
          .toList();
    }
    return owner == null
        ? List.of()
        : List.of(new MemberSet(created.room(), owner, Role.OWNER, created.at(), seq));
  }

  private static List<RoomEffect> after(MemberChange change, long seq) {
    String room = change.room();
    Author user = change.user();
    return switch (change.action()) {
      case JOINED -> List.of(new MemberSet(room, user, role(change), change.at(), seq));
      case ROLE -> roles(change, seq);
      case LEFT, KICKED -> gone(change, seq);
      case BANNED -> {
        List<RoomEffect> effects = new ArrayList<>(gone(change, seq));
        effects.add(new Banned(room, user, change.by(), change.at(), seq));
        yield effects;
      }
      case UNBANNED -> List.of(new Unbanned(room, user.id(), seq));
      case MUTED -> List.of(muted(change, seq));
    };
  }

  /** The former owner becomes a moderator. */
  private static List<RoomEffect> roles(MemberChange change, long seq) {
    List<RoomEffect> effects = new ArrayList<>();
    effects.add(new MemberSet(change.room(), change.user(), role(change), null, seq));
    Author by = change.by();
    if (change.role() == Role.OWNER && by != null && !by.id().equals(change.user().id())) {
      effects.add(new MemberSet(change.room(), by, Role.MODERATOR, null, seq));
    }
    return effects;
  }

  private static List<RoomEffect> gone(MemberChange change, long seq) {
    return change.endsMembership()
        ? List.of(new MemberGone(change.room(), change.user().id(), seq))
        : List.of();
  }

  private static RoomEffect muted(MemberChange change, long seq) {
    long untilAt = Objects.requireNonNull(change.untilAt());
    return untilAt <= change.at()
        ? new Unmuted(change.room(), change.user().id(), seq)
        : new Muted(change.room(), change.user().id(), untilAt, seq);
  }

  private static Role role(MemberChange change) {
    return Objects.requireNonNull(change.role());
  }
}
