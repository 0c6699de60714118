package chat.contract.log;

import chat.contract.Author;
import chat.contract.event.Deleted;
import chat.contract.event.Edited;
import chat.contract.event.EmittedEvent;
import chat.contract.event.MemberChange;
import chat.contract.event.MemberChange.Action;
import chat.contract.event.Message;
import chat.contract.event.Reaction;
import chat.contract.event.Role;
import chat.contract.event.RoomChange;
import chat.contract.event.RoomEvent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The things that an event changes and the things on which its validity depends.
 *
 * <p>Messages depend on little, so that they are rarely void: the room is open, and the sender's
 * right to write was not withdrawn.
 */
record Footprint(List<Long> touches, List<Long> depends) {

  static Footprint of(RoomEvent event) {
    Collector keys = new Collector(event.room());
    if (event instanceof Message message) {
      keys.writing(message.user());
    } else if (event instanceof Edited edit) {
      keys.writing(edit.user()).target(edit.target()).both("text", edit.target());
    } else if (event instanceof Reaction reaction) {
      keys.writing(reaction.user()).target(reaction.target());
      keys.both("reaction", reaction.target(), reaction.user().id(), reaction.emoji());
    } else if (event instanceof Deleted deletion) {
      keys.member(deletion.user()).both("message", deletion.target());
    } else if (event instanceof MemberChange change) {
      keys.change(change);
    } else if (event instanceof RoomChange change) {
      keys.change(change);
    } else if (event instanceof EmittedEvent emitted) {
      keys.writing(emitted.user());
    }
    return new Footprint(keys.touches, keys.depends);
  }

  static long closed(String room) {
    return key(room, "closed");
  }

  static long turn(String room, String user) {
    return key(room, "turn", user);
  }

  private static long key(String room, Object... parts) {
    MessageDigest sha = Identity.sha256();
    sha.update(room.getBytes(StandardCharsets.UTF_8));
    for (Object part : parts) {
      sha.update((byte) 0);
      sha.update(part.toString().getBytes(StandardCharsets.UTF_8));
    }
    return ByteBuffer.wrap(sha.digest()).getLong();
  }

  private static final class Collector {
    private final String room;
    private final List<Long> touches = new ArrayList<>();
    private final List<Long> depends = new ArrayList<>();

    Collector(String room) {
      this.room = room;
    }

    private Collector touch(Object... parts) {
      touches.add(key(room, parts));
      return this;
    }

    private Collector depend(Object... parts) {
      depends.add(key(room, parts));
      return this;
    }

    private Collector both(Object... parts) {
      return touch(parts).depend(parts);
    }

    Collector writing(Author user) {
      return depend("closed").depend("withdrawn", user.id());
    }

    Collector target(long seq) {
      return depend("message", seq);
    }

    Collector member(@Nullable Author user) {
      return user == null ? depend("room") : depend("closed").depend("member", user.id());
    }

    void change(MemberChange change) {
      both("member", change.user().id()).touch("members").depend("room");
      Author by = change.by();
      if (by != null) {
        depend("member", by.id());
      }
      if (by != null && change.action() == Action.ROLE && change.role() == Role.OWNER) {
        touch("member", by.id());
      }
      if (grantsOwnership(change)) {
        depend("members"); // or two at once could make two owners
      }
      if (withdraws(change.action())) {
        touch("withdrawn", change.user().id());
      }
    }

    void change(RoomChange change) {
      both("room");
      member(change.by());
      if (change.action() == RoomChange.Action.DELETED) {
        touch("closed").depend("members");
      }
    }

    private static boolean grantsOwnership(MemberChange change) {
      return change.role() == Role.OWNER
          && (change.action() == Action.JOINED || change.action() == Action.ROLE);
    }

    private static boolean withdraws(Action action) {
      return switch (action) {
        case LEFT, KICKED, BANNED, MUTED -> true;
        case JOINED, UNBANNED, ROLE -> false;
      };
    }
  }
}
