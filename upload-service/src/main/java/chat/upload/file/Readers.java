package chat.upload.file;

import chat.contract.file.FileHeaders;
import chat.edge.problem.Refusal;
import chat.epochs.BatchedPolls;
import chat.upload.access.Memberships;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Decides who may read a file: its owner, the readers of its rooms, and all users if it is its
 * owner's avatar. The tables of rooms lag behind the message writer, so the gateway that sends the
 * request is asked which rooms the user may read.
 */
@Component
class Readers {

  /**
   * A user may see a message and request its file before this service has read the record. That
   * takes up to 100 ms on an idle machine, and longer while records are gathered.
   */
  private static final Duration LATE = Duration.ofMillis(150);

  /** Maximum number of rooms for a gateway to check. */
  private static final int ASKED = 32;

  /** Maximum number of a file's rooms among which the reader's own are searched. */
  private static final int KNOWN = 1_000;

  private final FileUses uses;
  private final Avatars avatars;
  private final Memberships memberships;
  private final BatchedPolls polls;

  Readers(FileUses uses, Avatars avatars, Memberships memberships, BatchedPolls polls) {
    this.uses = uses;
    this.polls = polls;
    this.avatars = avatars;
    this.memberships = memberships;
  }

  /**
   * Returns if a user may read a file.
   *
   * @throws Refusal {@code NOT_FOUND} otherwise; the response then says what the gateway has to
   *     check before this answer is valid
   */
  void require(
      StoredFile file, String user, HttpServletRequest request, HttpServletResponse response) {
    String readable = request.getHeader(FileHeaders.READABLE_ROOM);
    if (user.equals(file.owner()) || isIn(file, readable) || avatars.contain(file)) {
      return;
    }
    ask(file, user, response);
    throw Refusal.notFound();
  }

  /** A gateway names only rooms that were in the earlier answer. */
  private static boolean isIn(StoredFile file, @Nullable String readable) {
    return readable != null && (file.room() == null || file.room().equals(readable));
  }

  private void ask(StoredFile file, String user, HttpServletResponse response) {
    String own = file.room();
    List<String> rooms = own == null ? rooms(file, user) : List.of(own);
    if (!rooms.isEmpty()) {
      response.setHeader(FileHeaders.ROOMS, String.join(",", rooms));
    }
    if (own == null) {
      response.setHeader(FileHeaders.ASK_AGAIN, Long.toString(LATE.plus(polls.delay()).toMillis()));
    }
  }

  /** Of many rooms, the user's own come first, as of the last write of the tables. */
  private List<String> rooms(StoredFile file, String user) {
    List<String> some = uses.roomsOf(file.id(), ASKED + 1);
    if (some.size() <= ASKED) {
      return some;
    }
    Set<String> own = memberships.of(user);
    return Stream.concat(
            uses.roomsOf(file.id(), KNOWN).stream().filter(own::contains), some.stream())
        .distinct()
        .limit(ASKED)
        .toList();
  }
}
