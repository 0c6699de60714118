package chat.gateway.room;

import chat.contract.Author;
import chat.contract.MemberChange;
import chat.contract.MemberChange.Action;
import chat.contract.Message;
import chat.contract.Role;
import chat.contract.RoomChange;
import chat.contract.RoomEvent;
import chat.contract.Visibility;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A room as its log has it up to some place: a fold over its events. Safe for use by several
 * threads.
 */
final class RoomState {

  /** So many who wrote are kept in any case, before those are left out that may write again. */
  private static final int SENDERS_KEPT = 1000;

  private final String room;
  private final NavigableMap<String, Member> members = new TreeMap<>();
  private final NavigableMap<String, Ban> bans = new TreeMap<>();
  private final Map<String, Long> mutes = new HashMap<>();
  private final Map<String, Long> lastSent = new HashMap<>();
  private int sendersLookedAt = SENDERS_KEPT;
  private boolean created;
  private boolean deleted;
  private boolean direct;
  private Visibility visibility = Visibility.PUBLIC;
  private String name;
  private int slowModeSeconds;
  private long createdAt;

  /** A room that nobody has made yet. */
  RoomState(String room) {
    this.room = room;
    this.name = room;
  }

  String room() {
    return room;
  }

  /** Whether it was made, and not deleted since. */
  synchronized boolean exists() {
    return created && !deleted;
  }

  synchronized boolean isDeleted() {
    return deleted;
  }

  synchronized Visibility visibility() {
    return visibility;
  }

  synchronized boolean isPublic() {
    return visibility == Visibility.PUBLIC;
  }

  /** Whether it is the room of two people. */
  synchronized boolean isDirect() {
    return direct;
  }

  synchronized String name() {
    return name;
  }

  synchronized int slowModeSeconds() {
    return slowModeSeconds;
  }

  synchronized long createdAt() {
    return createdAt;
  }

  synchronized Optional<Member> member(String user) {
    return Optional.ofNullable(members.get(user));
  }

  synchronized Optional<Role> role(String user) {
    return member(user).map(Member::role);
  }

  synchronized int memberCount() {
    return members.size();
  }

  synchronized boolean isBanned(String user) {
    return bans.containsKey(user);
  }

  /** Until when somebody may not write; 0 if they may. */
  synchronized long mutedUntil(String user) {
    return mutes.getOrDefault(user, 0L);
  }

  /** When somebody wrote last, as far as slow mode has to know; 0: not lately. */
  synchronized long lastSent(String user) {
    return lastSent.getOrDefault(user, 0L);
  }

  /** The members after a user id, in order of their ids. */
  synchronized List<Member> membersAfter(String user, int limit) {
    return members.tailMap(user, false).values().stream().limit(limit).toList();
  }

  /** The ids of all members. */
  synchronized List<String> memberIds() {
    return List.copyOf(members.keySet());
  }

  /** The bans after a user id, in order of their ids. */
  synchronized List<Ban> bansAfter(String user, int limit) {
    return bans.tailMap(user, false).values().stream().limit(limit).toList();
  }

  /** How much it takes in memory, as a number of entries. */
  synchronized int weight() {
    return 1 + members.size() + bans.size() + mutes.size() + lastSent.size();
  }

  /** Takes what the tables hold. */
  synchronized void restore(
      Visibility seen, boolean pair, String shown, int slow, long at, boolean gone) {
    created = true;
    visibility = seen;
    direct = pair;
    name = shown;
    slowModeSeconds = slow;
    createdAt = at;
    deleted = gone;
  }

  synchronized void restore(Member member) {
    members.put(member.user().id(), member);
  }

  synchronized void restore(Ban ban) {
    bans.put(ban.user().id(), ban);
  }

  synchronized void restoreMute(String user, long untilAt) {
    mutes.put(user, untilAt);
  }

  /** Takes the next event; one that it has seen already changes nothing more. */
  synchronized void apply(RoomEvent event) {
    if (event instanceof RoomChange change) {
      take(change);
    } else if (event instanceof MemberChange change) {
      take(change);
    } else if (event instanceof Message message) {
      sent(message.user().id(), message.at());
    }
  }

  /** Somebody wrote, which matters in slow mode. */
  synchronized void sent(String user, long at) {
    if (slowModeSeconds == 0) {
      return;
    }
    lastSent.merge(user, at, Math::max);
    if (lastSent.size() >= sendersLookedAt) {
      lastSent.values().removeIf(sent -> sent + slowModeSeconds * 1000L < at);
      sendersLookedAt = Math.max(SENDERS_KEPT, 2 * lastSent.size());
    }
  }

  private void take(RoomChange change) {
    if (change.action() == RoomChange.Action.CREATED) {
      created = true;
      createdAt = change.at();
      direct = !change.pair().isEmpty();
      Author by = change.by();
      if (direct) {
        change.pair().forEach(one -> join(one, Role.MEMBER, change.at()));
      } else if (by != null) {
        join(by, Role.OWNER, change.at());
      }
    }
    name = change.name();
    visibility = change.visibility();
    slowModeSeconds = change.slowModeSeconds();
    if (slowModeSeconds == 0) {
      lastSent.clear();
    }
    if (change.action() == RoomChange.Action.DELETED) {
      deleted = true;
      members.clear();
      bans.clear();
      mutes.clear();
      lastSent.clear();
    }
  }

  private void take(MemberChange change) {
    String user = change.user().id();
    switch (change.action()) {
      case JOINED -> join(change.user(), roleOf(change), change.at());
      case LEFT, KICKED -> members.remove(user);
      case BANNED -> {
        members.remove(user);
        bans.put(user, new Ban(change.user(), change.actor(), change.at()));
      }
      case UNBANNED -> bans.remove(user);
      case MUTED -> mute(user, change.untilAt());
      case ROLE -> {
        members.computeIfPresent(user, (id, member) -> member.as(roleOf(change)));
        Author by = change.by();
        if (change.role() == Role.OWNER && by != null) {
          members.computeIfPresent(by.id(), (id, member) -> member.as(Role.MODERATOR));
        }
      }
    }
  }

  private void mute(String user, @Nullable Long untilAt) {
    if (untilAt == null || untilAt == 0) {
      mutes.remove(user);
    } else {
      mutes.put(user, untilAt);
    }
  }

  private void join(Author user, Role role, long at) {
    members.put(user.id(), new Member(user, role, at));
  }

  private static Role roleOf(MemberChange change) {
    Role role = change.role();
    if (role == null) {
      throw new IllegalStateException(Action.JOINED + " without a role");
    }
    return role;
  }
}
