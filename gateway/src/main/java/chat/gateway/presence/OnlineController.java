package chat.gateway.presence;

import static chat.edge.problem.ProblemCode.INVALID_REQUEST;
import static chat.edge.problem.ProblemCode.UNAVAILABLE;

import chat.contract.Names;
import chat.contract.presence.Presence;
import chat.edge.problem.Refusal;
import chat.gateway.account.token.SignedIn;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * The users who are online: in a room that the reader may read, or in any public room and the
 * reader's own ones. The cost depends on the reader's rooms only.
 */
@RestController
class OnlineController {

  private static final int MAX = 200;

  /**
   * Maximum number of users that are examined in private rooms; beyond it the count is not exact.
   */
  private static final int MAX_LOOKS = 20_000;

  private static final int MAX_CURSOR = 128;
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final Supplier<Roster> roster;
  private final PresenceHealth health;
  private final PresenceAccess visibility;

  OnlineController(Supplier<Roster> roster, PresenceHealth health, PresenceAccess visibility) {
    this.roster = roster;
    this.health = health;
    this.visibility = visibility;
  }

  record Person(String id, String username, String status, long since) {

    static Person of(Presence presence) {
      return new Person(
          presence.user().id(),
          presence.user().username(),
          presence.status().word(),
          presence.since());
    }
  }

  /**
   * A page of online users.
   *
   * @param count total number of users
   * @param next the cursor of the next page; null if this is the last
   */
  record Online(List<Person> users, int count, @Nullable String next) {}

  @GetMapping("/api/users/online")
  CompletionStage<ResponseEntity<Online>> online(
      @AuthenticationPrincipal SignedIn reader,
      @RequestParam(required = false) @Nullable String room,
      @RequestParam(defaultValue = "50") int limit,
      @RequestParam(required = false) @Nullable String cursor) {
    if (limit < 1 || limit > MAX) {
      throw Refusal.ofField(INVALID_REQUEST, "limit", "1 to " + MAX + " is expected");
    }
    if (cursor != null && cursor.length() > MAX_CURSOR) {
      throw Refusal.ofField(INVALID_REQUEST, "cursor", "the next of an answer is expected");
    }
    if (room != null && !Names.isRoom(room)) {
      throw Refusal.ofField(INVALID_REQUEST, "room", Names.ROOM_PATTERN + " is expected");
    }
    String after = cursor == null ? "" : cursor;
    String user = reader.user().id();
    CompletionStage<Online> answer =
        room == null
            ? everywhere(user, after, limit)
            : visibility.check(room, user).thenApply(seen -> in(room, after, limit));
    return answer.thenApply(
        online -> ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(online));
  }

  private Online in(String room, String after, int limit) {
    Roster roster = known();
    return page(roster.in(room), roster.count(room), after, limit);
  }

  private CompletionStage<Online> everywhere(String user, String after, int limit) {
    Roster roster = known();
    return visibility
        .memberships(user)
        .thenApply(
            rooms -> {
              NavigableMap<String, Presence> hidden = hidden(roster, user, rooms);
              return cut(
                  merged(roster.seen(), hidden, after, limit + 1),
                  roster.seenCount() + hidden.size(),
                  limit);
            });
  }

  /** The users whom only the reader's private rooms show, and the reader. */
  private static NavigableMap<String, Presence> hidden(
      Roster roster, String user, Set<String> rooms) {
    NavigableMap<String, Presence> hidden = new TreeMap<>();
    Presence own = roster.people().get(user);
    if (own != null && !roster.seen().containsKey(user)) {
      hidden.put(user, own);
    }
    int looks = 0;
    for (String room : rooms) {
      if (roster.isHidden(room)) {
        for (Map.Entry<String, Presence> one : roster.in(room).entrySet()) {
          if (looks++ == MAX_LOOKS) {
            return hidden;
          }
          if (!roster.seen().containsKey(one.getKey())) {
            hidden.put(one.getKey(), one.getValue());
          }
        }
      }
    }
    return hidden;
  }

  private static List<Presence> merged(
      NavigableMap<String, Presence> one,
      NavigableMap<String, Presence> other,
      String after,
      int max) {
    return Stream.of(one, other)
        .flatMap(people -> people.tailMap(after, false).values().stream().limit(max))
        .collect(
            Collectors.toMap(
                presence -> presence.user().id(), presence -> presence, (a, b) -> a, TreeMap::new))
        .values()
        .stream()
        .limit(max)
        .toList();
  }

  private static Online page(
      NavigableMap<String, Presence> people, int count, String after, int limit) {
    return cut(
        people.tailMap(after, false).values().stream().limit(limit + 1L).toList(), count, limit);
  }

  /** Drops the extra user that was read to find out whether there is a next page. */
  private static Online cut(List<Presence> page, int count, int limit) {
    boolean more = page.size() > limit;
    List<Presence> shown = more ? page.subList(0, limit) : page;
    String next = more ? shown.get(limit - 1).user().id() : null;
    return new Online(shown.stream().map(Person::of).toList(), count, next);
  }

  private Roster known() {
    Roster current = roster.get();
    // Later than the roster: that of unknown presence is empty.
    if (!health.isGood()) {
      throw Refusal.until(UNAVAILABLE, "who is online is not known at present", RETRY_AFTER);
    }
    return current;
  }
}
