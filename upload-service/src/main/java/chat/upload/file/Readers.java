package chat.upload.file;

import chat.contract.FileHeaders;
import chat.edge.problem.Refusal;
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
 * Says who may read a file: its owner, who may read a room that it is in, and everybody if it is
 * the picture of its owner. The tables of rooms are as old as the message writer is late, so who
 * may read a room is asked of the gateway that the request comes from, which knows it exactly.
 */
@Component
class Readers {

  /**
   * A message is read and its file asked for sooner than its record is taken here. The record is
   * fetched within 100 ms on an idle machine.
   */
  private static final Duration LATE = Duration.ofMillis(150);

  /** In how many rooms a gateway looks. */
  private static final int ASKED = 32;

  /** Of how many rooms of a file those are looked for that its reader belongs to. */
  private static final int KNOWN = 1_000;

  private final FileUses uses;
  private final Avatars avatars;
  private final Memberships memberships;

  Readers(FileUses uses, Avatars avatars, Memberships memberships) {
    this.uses = uses;
    this.avatars = avatars;
    this.memberships = memberships;
  }

  /**
   * Passes if a user may read a file.
   *
   * @throws Refusal {@code NOT_FOUND} otherwise; the response then says what the gateway is to find
   *     out before that is the answer
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

  /** A gateway names no other room than one that it was told. */
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
      response.setHeader(FileHeaders.ASK_AGAIN, Long.toString(LATE.toMillis()));
    }
  }

  /** Of many rooms those first to which the user belonged when that was last written. */
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
