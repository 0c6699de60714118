package chat.gateway.presence;

import static chat.gateway.problem.ProblemCode.INVALID_REQUEST;
import static chat.gateway.problem.ProblemCode.UNAVAILABLE;

import chat.contract.Names;
import chat.contract.Presence;
import chat.gateway.account.SignedIn;
import chat.gateway.problem.Refusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Who is online: in a room that one may read, or in any of those. */
@RestController
class OnlineController {

  private static final int MOST = 200;
  private static final int MOST_CURSOR = 128;
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final PresenceFeed feed;
  private final Knowledge knowledge;
  private final Visibility visibility;

  OnlineController(PresenceFeed feed, Knowledge knowledge, Visibility visibility) {
    this.feed = feed;
    this.knowledge = knowledge;
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
   * Some of them.
   *
   * @param count how many there are in all
   * @param next where to go on; null: these are the last
   */
  record Online(List<Person> users, int count, @Nullable String next) {}

  @GetMapping("/api/users/online")
  CompletionStage<ResponseEntity<Online>> online(
      @AuthenticationPrincipal SignedIn reader,
      @RequestParam(required = false) @Nullable String room,
      @RequestParam(defaultValue = "50") int limit,
      @RequestParam(required = false) @Nullable String cursor) {
    if (limit < 1 || limit > MOST) {
      throw Refusal.ofField(INVALID_REQUEST, "limit", "1 to " + MOST + " is expected");
    }
    if (cursor != null && cursor.length() > MOST_CURSOR) {
      throw Refusal.ofField(INVALID_REQUEST, "cursor", "the next of an answer is expected");
    }
    if (room != null && !Names.isRoom(room)) {
      throw Refusal.ofField(INVALID_REQUEST, "room", "[a-z0-9][a-z0-9._-]{0,63} is expected");
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
        .readable(roster.rooms(), user)
        .thenApply(rooms -> page(seen(roster, user, rooms), after, limit));
  }

  private static List<Presence> seen(Roster roster, String user, Set<String> rooms) {
    return roster.people().values().stream()
        .filter(
            presence ->
                presence.user().id().equals(user)
                    || presence.rooms().stream().anyMatch(rooms::contains))
        .toList();
  }

  private static Online page(List<Presence> seen, String after, int limit) {
    List<Presence> page =
        seen.stream()
            .filter(presence -> presence.user().id().compareTo(after) > 0)
            .limit(limit + 1L)
            .toList();
    return cut(page, seen.size(), limit);
  }

  private static Online page(
      NavigableMap<String, Presence> people, int count, String after, int limit) {
    List<Presence> page =
        new ArrayList<>(people.tailMap(after, false).values().stream().limit(limit + 1L).toList());
    return cut(page, count, limit);
  }

  /** One more than asked for was looked at, to know whether there is more. */
  private static Online cut(List<Presence> page, int count, int limit) {
    boolean more = page.size() > limit;
    List<Presence> shown = more ? page.subList(0, limit) : page;
    String next = more ? shown.get(limit - 1).user().id() : null;
    return new Online(shown.stream().map(Person::of).toList(), count, next);
  }

  private Roster known() {
    if (!knowledge.isGood()) {
      throw Refusal.until(UNAVAILABLE, "who is online is not known at present", RETRY_AFTER);
    }
    return feed.roster();
  }
}
