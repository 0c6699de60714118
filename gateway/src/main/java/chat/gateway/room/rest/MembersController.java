package chat.gateway.room.rest;

import chat.contract.Author;
import chat.contract.event.Role;
import chat.gateway.account.token.SignedIn;
import chat.gateway.queue.Requester;
import chat.gateway.room.Access;
import chat.gateway.room.Ban;
import chat.gateway.room.Member;
import chat.gateway.room.MemberDecisions;
import chat.gateway.room.People;
import chat.gateway.room.RoomAccess;
import chat.gateway.room.RoomCommands;
import chat.gateway.room.RoomCommands.Decision;
import chat.gateway.room.RoomState;
import chat.gateway.room.Rooms;
import chat.gateway.room.rest.RoomView.MemberOf;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** REST: members, bans and mutes of rooms. */
@RestController
@RequestMapping("/api/rooms/{room}")
class MembersController {

  private static final int MAX_PAGE = 200;
  private static final String ME = "me";

  private final Rooms rooms;
  private final RoomAccess access;
  private final RoomCommands commands;
  private final MemberDecisions decisions;
  private final People people;

  MembersController(
      Rooms rooms,
      RoomAccess access,
      RoomCommands commands,
      MemberDecisions decisions,
      People people) {
    this.rooms = rooms;
    this.access = access;
    this.commands = commands;
    this.decisions = decisions;
    this.people = people;
  }

  record Membership(@Nullable String role) {}

  /** A mute; with {@code extend} a present one that ends later stays as it is. */
  record Mute(@Nullable Long untilAt, @Nullable Boolean extend) {

    boolean onlyExtends() {
      return Boolean.TRUE.equals(extend);
    }
  }

  /**
   * A page of a list that is sorted by user.
   *
   * @param next the cursor of the next page; null if this is the last
   */
  private record UserPage<T>(List<T> items, @Nullable String next) {
    static <T> UserPage<T> of(List<T> found, int max, Function<T, Author> user) {
      return found.size() <= max
          ? new UserPage<>(found, null)
          : new UserPage<>(found.subList(0, max), user.apply(found.get(max - 1)).id());
    }
  }

  @GetMapping("/members")
  CompletableFuture<RoomView.Members> members(
      @AuthenticationPrincipal SignedIn reader,
      @PathVariable String room,
      @RequestParam(defaultValue = "50") int limit,
      @RequestParam(defaultValue = "") String cursor) {
    int max = Fields.limit(limit, MAX_PAGE);
    return rooms
        .upToDate(Fields.room(room), requester(reader))
        .thenApply(
            state -> {
              Access.read(state, reader.getName());
              UserPage<Member> page =
                  UserPage.of(state.membersAfter(cursor, max + 1), max, Member::user);
              return new RoomView.Members(
                  page.items.stream().map(MemberOf::of).toList(), page.next);
            });
  }

  @PutMapping("/members/{user}")
  CompletableFuture<MemberOf> put(
      @AuthenticationPrincipal SignedIn by,
      @PathVariable String room,
      @PathVariable String user,
      @RequestBody(required = false) @Nullable Membership body) {
    String wanted = body == null ? null : body.role;
    Role role = wanted == null ? null : Fields.role(wanted);
    if (isMe(user, by) && role == null) {
      return access
          .join(Fields.room(room), by.user())
          .thenCompose(state -> commands.change(room, requester(by), decisions.join(by.user())))
          .thenApply(state -> member(state, by.getName()));
    }
    return readable(room, by)
        .thenCompose(state -> user(user, by))
        .thenCompose(
            other ->
                commands
                    .change(room, requester(by), decisions.put(by.user(), other, role))
                    .thenApply(state -> member(state, other.id())));
  }

  @DeleteMapping("/members/{user}")
  CompletableFuture<ResponseEntity<Void>> remove(
      @AuthenticationPrincipal SignedIn by,
      @PathVariable String room,
      @PathVariable String user,
      @RequestParam(defaultValue = "false") boolean ban) {
    if (isMe(user, by)) {
      return done(Fields.room(room), by, decisions.leave(by.user()));
    }
    return readable(room, by)
        .thenCompose(state -> user(user, by))
        .thenCompose(
            other ->
                done(
                    room,
                    by,
                    ban ? decisions.ban(by.user(), other) : decisions.kick(by.user(), other)));
  }

  @GetMapping("/bans")
  CompletableFuture<RoomView.Bans> bans(
      @AuthenticationPrincipal SignedIn reader,
      @PathVariable String room,
      @RequestParam(defaultValue = "50") int limit,
      @RequestParam(defaultValue = "") String cursor) {
    int max = Fields.limit(limit, MAX_PAGE);
    return rooms
        .upToDate(Fields.room(room), requester(reader))
        .thenApply(
            state -> {
              var unused = Access.moderate(state, reader.getName());
              UserPage<Ban> page = UserPage.of(state.bansAfter(cursor, max + 1), max, Ban::user);
              return new RoomView.Bans(page.items, page.next);
            });
  }

  @DeleteMapping("/bans/{user}")
  CompletableFuture<ResponseEntity<Void>> unban(
      @AuthenticationPrincipal SignedIn by, @PathVariable String room, @PathVariable String user) {
    return readable(room, by)
        .thenCompose(state -> user(user, by))
        .thenCompose(other -> done(room, by, decisions.unban(by.user(), other)));
  }

  @PutMapping("/mutes/{user}")
  CompletableFuture<ResponseEntity<Void>> mute(
      @AuthenticationPrincipal SignedIn by,
      @PathVariable String room,
      @PathVariable String user,
      @RequestBody Mute body) {
    long untilAt = Fields.time(body.untilAt);
    return readable(room, by)
        .thenCompose(state -> user(user, by))
        .thenCompose(
            other -> done(room, by, decisions.mute(by.user(), other, untilAt, body.onlyExtends())));
  }

  /**
   * Checks that the caller may read the room, so that outsiders don't learn from other errors that
   * it exists.
   */
  private CompletableFuture<RoomState> readable(String room, SignedIn by) {
    return rooms.find(Fields.room(room), requester(by), state -> Access.read(state, by.getName()));
  }

  private CompletableFuture<Author> user(String user, SignedIn by) {
    return isMe(user, by) ? CompletableFuture.completedFuture(by.user()) : people.find(user);
  }

  private CompletableFuture<ResponseEntity<Void>> done(
      String room, SignedIn by, Decision decision) {
    return commands
        .change(room, requester(by), decision)
        .thenApply(state -> ResponseEntity.noContent().build());
  }

  private static Requester requester(SignedIn user) {
    return Requester.of(user.getName());
  }

  private static boolean isMe(String user, SignedIn by) {
    return user.equals(ME) || user.equals(by.getName());
  }

  private static MemberOf member(RoomState state, String user) {
    return state.member(user).map(MemberOf::of).orElseThrow(Access::noSuchRoom);
  }
}
