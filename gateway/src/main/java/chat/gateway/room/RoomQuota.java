package chat.gateway.room;

import static chat.gateway.problem.ProblemCode.FORBIDDEN;

import chat.contract.Author;
import chat.contract.MemberChange;
import chat.contract.RoomChange;
import chat.contract.RoomEvent;
import chat.gateway.problem.Refusal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Keeps each user within so many rooms, whoever makes the user a member. What is under way at this
 * gateway counts. Near the bound a look waits for all that any gateway has acknowledged, so the
 * bound is exceeded only by what other gateways append in the same moment, or appended to a
 * partition that can't be read now.
 */
final class RoomQuota {

  /** More than other gateways make somebody a member of before this one has read it. */
  private static final int MARGIN = 100;

  private final Memberships memberships;
  private final Supplier<CompletableFuture<Set<Integer>>> behind;
  private final int most;
  private final Map<String, Integer> underWay = new ConcurrentHashMap<>();

  /**
   * A quota.
   *
   * @param behind done when this gateway knows all that was acknowledged before the call, but for
   *     partitions that can't be read now: of these counts what it knows
   * @param most how many rooms a user may be a member of
   */
  RoomQuota(Memberships memberships, Supplier<CompletableFuture<Set<Integer>>> behind, int most) {
    this.memberships = memberships;
    this.behind = behind;
    this.most = most;
  }

  /**
   * Appends an event if those whom it makes members may have one more room.
   *
   * @return what the append gives; fails with {@code forbidden}
   */
  <T> CompletableFuture<T> within(RoomEvent event, Supplier<CompletableFuture<T>> append) {
    List<String> users = joining(event);
    if (users.isEmpty()) {
      return append.get();
    }
    users.forEach(user -> underWay.merge(user, 1, Integer::sum));
    CompletableFuture<Void> checked = CompletableFuture.completedFuture(null);
    for (String user : users) {
      checked = checked.thenCompose(done -> check(user));
    }
    return checked
        .thenCompose(done -> append.get())
        .whenComplete((done, error) -> users.forEach(this::end));
  }

  private void end(String user) {
    underWay.computeIfPresent(user, (id, count) -> count == 1 ? null : count - 1);
  }

  private CompletableFuture<Void> check(String user) {
    return memberships
        .of(user)
        .thenCompose(
            rooms ->
                with(user, rooms.size()) <= most - MARGIN
                    ? CompletableFuture.completedFuture(null)
                    : behind.get().thenCompose(done -> checkExactly(user)));
  }

  /** Who seems to have too many may have had rooms that were deleted. */
  private CompletableFuture<Void> checkExactly(String user) {
    return memberships
        .of(user)
        .thenCompose(
            rooms ->
                with(user, rooms.size()) <= most
                    ? CompletableFuture.completedFuture(rooms)
                    : memberships.readAgain(user))
        .thenAccept(
            rooms -> {
              if (with(user, rooms.size()) > most) {
                throw Refusal.of(FORBIDDEN, "a user is a member of at most " + most + " rooms");
              }
            });
  }

  private int with(String user, int rooms) {
    return rooms + underWay.getOrDefault(user, 0);
  }

  private static List<String> joining(RoomEvent event) {
    if (event instanceof MemberChange change) {
      return change.action() == MemberChange.Action.JOINED
          ? List.of(change.user().id())
          : List.of();
    }
    return event instanceof RoomChange change
        ? Memberships.firstMembers(change).stream().map(Author::id).toList()
        : List.of();
  }
}
