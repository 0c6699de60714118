package chat.gateway.room;

import chat.contract.ApplicationData;
import chat.contract.Author;
import chat.contract.event.EmittedEvent;
import chat.contract.event.MemberChange;
import chat.contract.event.MemberChange.Action;
import chat.contract.event.Message;
import chat.contract.event.Role;
import chat.contract.event.RoomChange;
import chat.contract.event.RoomEvent;
import chat.contract.event.Visibility;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The state of a room: a fold over the events of its log. Safe for use by several threads. */
public final class RoomState {

  /** Estimated bytes of a member on 64-bit Java, with an id and a name of usual length. */
  static final int MEMBER_BYTES = 240;

  /** Estimated bytes of a room without members: this object, its names, and its entry in memory. */
  private static final int ROOM_BYTES = 400;

  private static final int BAN_BYTES = 2 * MEMBER_BYTES;
  private static final int TIME_BYTES = 160;

  /** Senders that are kept before expired ones are removed. */
  private static final int SENDERS_KEPT = 1000;

  /** Mutes that are kept before expired ones are removed. */
  private static final int MUTES_KEPT = 100;

  private final String room;

  // Most rooms have no bans and no mutes, and rooms that do not exist have nothing: maps are
  // created
  // on first use.
  private NavigableMap<String, Member> members = Collections.emptyNavigableMap();
  private NavigableMap<String, Ban> bans = Collections.emptyNavigableMap();
  private Map<String, Long> mutes = Map.of();
  private Map<String, Long> lastSent = Map.of();
  private int sendersLookedAt = SENDERS_KEPT;
  private int mutesLookedAt = MUTES_KEPT;

  /** The time of the latest mute; earlier mutes that had expired by then are over. */
  private long mutedAt;

  private boolean created;
  private boolean deleted;
  private boolean direct;

  /** Whether it has had an owner, as far as this gateway has seen. */
  private boolean owned;

  private Visibility visibility = Visibility.PUBLIC;
  private String name;
  private int slowModeSeconds;
  private @Nullable ApplicationData data;
  private long createdAt;

  /** A room that was not created yet. */
  public RoomState(String room) {
    this.room = room;
    this.name = room;
  }

  public String room() {
    return room;
  }

  /** Whether it was created and not deleted since. */
  public synchronized boolean exists() {
    return created && !deleted;
  }

  synchronized boolean isDeleted() {
    return deleted;
  }

  public synchronized Visibility visibility() {
    return visibility;
  }

  synchronized boolean isPublic() {
    return visibility == Visibility.PUBLIC;
  }

  /** Whether it is a direct room. */
  public synchronized boolean isDirect() {
    return direct;
  }

  public synchronized String name() {
    return name;
  }

  /** The other user of a direct room; null in any other room. */
  public synchronized @Nullable Author other(String reader) {
    return direct
        ? members.values().stream()
            .map(Member::user)
            .filter(user -> !user.id().equals(reader))
            .findFirst()
            .orElse(null)
        : null;
  }

  /** The name of the room for a reader; a direct room has the other user's name. */
  public synchronized String nameFor(String reader) {
    Author other = other(reader);
    return other == null ? name : other.username();
  }

  public synchronized int slowModeSeconds() {
    return slowModeSeconds;
  }

  /** The application's data; null if there are none. */
  public synchronized @Nullable ApplicationData data() {
    return data;
  }

  public synchronized long createdAt() {
    return createdAt;
  }

  public synchronized Optional<Member> member(String user) {
    return Optional.ofNullable(members.get(user));
  }

  public synchronized Optional<Role> role(String user) {
    return member(user).map(Member::role);
  }

  /** The owner; none in the general room and in rooms that a service made without one. */
  synchronized Optional<Author> owner() {
    return members.values().stream()
        .filter(member -> member.role() == Role.OWNER)
        .map(Member::user)
        .findFirst();
  }

  public synchronized int memberCount() {
    return members.size();
  }

  synchronized boolean isBanned(String user) {
    return bans.containsKey(user);
  }

  /** The end of a user's mute; 0 or a time in the past if the user is not muted. */
  synchronized long mutedUntil(String user) {
    long until = mutes.getOrDefault(user, 0L);
    return until > mutedAt ? until : 0;
  }

  /**
   * The time of a user's last message, as far as slow mode needs it; 0 if not recent. One that is
   * later than now is from a gateway with another clock, and counts from now on.
   */
  synchronized long lastSent(String user, long now) {
    if (lastSent.isEmpty()) {
      return 0;
    }
    Long sent = lastSent.computeIfPresent(user, (any, at) -> Math.min(at, now));
    return sent == null ? 0 : sent;
  }

  /** The members after a user id, sorted by id. */
  public synchronized List<Member> membersAfter(String user, int limit) {
    return members.tailMap(user, false).values().stream().limit(limit).toList();
  }

  /** The ids of all members. */
  synchronized List<String> memberIds() {
    return List.copyOf(members.keySet());
  }

  /** The bans after a user id, sorted by id. */
  public synchronized List<Ban> bansAfter(String user, int limit) {
    return bans.tailMap(user, false).values().stream().limit(limit).toList();
  }

  /** Estimated bytes in memory. */
  synchronized int bytes() {
    long people =
        MEMBER_BYTES * (long) members.size()
            + BAN_BYTES * (long) bans.size()
            + TIME_BYTES * ((long) mutes.size() + lastSent.size());
    return (int)
        Math.min(Integer.MAX_VALUE, ROOM_BYTES + 2L * (name.length() + dataLength()) + people);
  }

  private int dataLength() {
    return data == null ? 0 : data.json().length();
  }

  /** Sets what the tables hold. */
  synchronized void restore(
      Visibility seen, boolean pair, String shown, int slow, long at, boolean gone) {
    created = true;
    visibility = isGeneral() ? Visibility.PUBLIC : seen;
    direct = pair;
    name = shown;
    slowModeSeconds = slow;
    createdAt = at;
    deleted = gone && !isGeneral();
  }

  synchronized void restore(ApplicationData shown) {
    data = shown;
  }

  synchronized void restore(Member member) {
    join(member.user(), member.role(), member.joinedAt());
  }

  synchronized void restore(Ban ban) {
    ban(ban);
  }

  synchronized void restoreMute(String user, long untilAt) {
    mutes = mutes.isEmpty() ? new HashMap<>() : mutes;
    mutes.put(user, untilAt);
  }

  /** Whether it is the general room: always public, without owner and end. */
  private boolean isGeneral() {
    return room.equals(RoomAccess.GENERAL);
  }

  /** Whether the room has lost all members and so has to end. */
  synchronized boolean isDeserted() {
    return exists() && members.isEmpty() && endsWithItsMembers();
  }

  /**
   * Whether the room ends when its last member leaves. A room that a service made without an owner
   * does not: it is the service's.
   */
  synchronized boolean endsWithItsMembers() {
    return !isGeneral() && (owned || direct);
  }

  /** Applies the next event; applying one twice changes nothing more. */
  public synchronized void apply(RoomEvent event) {
    if (event instanceof RoomChange change) {
      apply(change);
    } else if (event instanceof MemberChange change) {
      apply(change);
    } else if (event instanceof Message message) {
      sent(message.user().id(), message.at());
    } else if (event instanceof EmittedEvent emitted) {
      sent(emitted.user().id(), emitted.at());
    }
  }

  /** Records when a user wrote, for slow mode. */
  synchronized void sent(String user, long at) {
    if (slowModeSeconds == 0) {
      return;
    }
    lastSent = lastSent.isEmpty() ? new HashMap<>() : lastSent;
    lastSent.merge(user, at, Math::max);
    if (lastSent.size() >= sendersLookedAt) {
      lastSent.values().removeIf(sent -> sent + slowModeSeconds * 1000L < at);
      sendersLookedAt = Math.max(SENDERS_KEPT, 2 * lastSent.size());
    }
  }

  private void apply(RoomChange change) {
    if (change.action() == RoomChange.Action.CREATED) {
      created = true;
      createdAt = change.at();
      direct = !change.pair().isEmpty();
      Author owner = change.firstOwner();
      if (direct) {
        change.pair().forEach(one -> join(one, Role.MEMBER, change.at()));
      } else if (owner != null) {
        join(owner, Role.OWNER, change.at());
      }
    }
    name = change.name();
    visibility = isGeneral() ? Visibility.PUBLIC : change.visibility();
    slowModeSeconds = change.slowModeSeconds();
    data = ApplicationData.after(data, change.data());
    if (slowModeSeconds == 0) {
      lastSent = Map.of();
    }
    if (change.action() == RoomChange.Action.DELETED) {
      deleted = !isGeneral();
      data = null;
      members = Collections.emptyNavigableMap();
      bans = Collections.emptyNavigableMap();
      mutes = Map.of();
      lastSent = Map.of();
    }
  }

  private void apply(MemberChange change) {
    String user = change.user().id();
    switch (change.action()) {
      case JOINED -> join(change.user(), roleOf(change), change.at());
      case LEFT, KICKED -> leave(user);
      case BANNED -> {
        leave(user);
        ban(new Ban(change.user(), change.actor(), change.at()));
      }
      case UNBANNED -> {
        if (!bans.isEmpty()) {
          bans.remove(user);
        }
      }
      case MUTED -> mute(user, change.untilAt(), change.at());
      case ROLE -> {
        give(user, roleOf(change));
        Author by = change.by();
        if (change.role() == Role.OWNER && by != null) {
          give(by.id(), Role.MODERATOR);
        }
      }
    }
  }

  private void mute(String user, @Nullable Long untilAt, long at) {
    mutedAt = Math.max(mutedAt, at);
    if (untilAt != null && untilAt > 0) {
      restoreMute(user, untilAt);
    } else if (!mutes.isEmpty()) {
      mutes.remove(user);
    }
    if (mutes.size() >= mutesLookedAt) {
      forgetMutes(at);
    }
  }

  /** Removes the mutes that had expired at a time. */
  synchronized void forgetMutes(long now) {
    mutedAt = Math.max(mutedAt, now);
    if (!mutes.isEmpty()) {
      mutes.values().removeIf(until -> until <= mutedAt);
    }
    mutesLookedAt = Math.max(MUTES_KEPT, 2 * mutes.size());
  }

  private void ban(Ban ban) {
    bans = bans.isEmpty() ? new TreeMap<>() : bans;
    bans.put(ban.user().id(), ban);
  }

  private void join(Author user, Role role, long at) {
    owned |= role == Role.OWNER;
    members = members.isEmpty() ? new TreeMap<>() : members;
    members.put(user.id(), new Member(user, isGeneral() ? Role.MEMBER : role, at));
  }

  private void give(String user, Role role) {
    Member member = members.get(user);
    if (member != null) {
      join(member.user(), role, member.joinedAt());
    }
  }

  private void leave(String user) {
    if (!members.isEmpty()) {
      members.remove(user);
    }
  }

  private static Role roleOf(MemberChange change) {
    Role role = change.role();
    if (role == null) {
      throw new IllegalStateException(Action.JOINED + " without a role");
    }
    return role;
  }
}
