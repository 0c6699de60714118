package chat.gateway.room;

import static chat.edge.problem.ProblemCode.FORBIDDEN;

import chat.contract.Author;
import chat.contract.event.MemberChange;
import chat.contract.event.RoomChange;
import chat.contract.event.RoomEvent;
import chat.edge.problem.Refusal;
import chat.gateway.queue.Requester;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Limits how many rooms a user is a member of. Others may add a user up to half of the limit only,
 * so that one user can't fill another's list; the rest is for rooms that the user joins or creates,
 * for direct rooms, and for rooms to which a service adds the user. Memberships in flight at this
 * gateway count. Near the limit a check waits for all that any gateway has acknowledged, so the
 * limit is exceeded only by what other gateways append at the same moment, or appended to a
 * partition that can't be read now.
 */
public final class RoomQuota {

  /** Upper bound of the memberships that other gateways add before this one has read them. */
  private static final int MARGIN = 100;

  private final Memberships memberships;
  private final Supplier<CompletableFuture<Set<Integer>>> behind;
  private final Turns turns;
  private final int max;
  private final Map<String, Integer> underWay = new ConcurrentHashMap<>();

  /** Runs look-ups in the users' turns. */
  @FunctionalInterface
  public interface Turns {
    CompletableFuture<Set<String>> run(
        Requester requester, Supplier<CompletableFuture<Set<String>>> lookUp);
  }

  /**
   * A user whom an event makes a member.
   *
   * @param requester the user who causes it
   * @param max the limit that applies to the user
   */
  private record Check(String user, Requester requester, int max) {}

  /**
   * Creates a quota.
   *
   * @param behind completes when this gateway knows all that was acknowledged before the call,
   *     except for partitions that can't be read now
   * @param turns runs the second reading of a long list
   * @param max maximum number of rooms of a user
   */
  public RoomQuota(
      Memberships memberships,
      Supplier<CompletableFuture<Set<Integer>>> behind,
      Turns turns,
      int max) {
    this.memberships = memberships;
    this.behind = behind;
    this.turns = turns;
    this.max = max;
  }

  /**
   * Appends an event if the users whom it makes members are within the limit.
   *
   * @return the append's result; fails with {@code forbidden}
   */
  <T> CompletableFuture<T> within(RoomEvent event, Supplier<CompletableFuture<T>> append) {
    List<String> users = joining(event);
    if (users.isEmpty()) {
      return append.get();
    }
    users.forEach(user -> underWay.merge(user, 1, Integer::sum));
    CompletableFuture<Void> checked = CompletableFuture.completedFuture(null);
    for (String user : users) {
      Check check = new Check(user, requester(event), max(event, user));
      checked = checked.thenCompose(done -> check(check));
    }
    return checked
        .thenCompose(done -> append.get())
        .whenComplete((done, error) -> users.forEach(this::end));
  }

  private void end(String user) {
    underWay.computeIfPresent(user, (id, count) -> count == 1 ? null : count - 1);
  }

  private static Requester requester(RoomEvent event) {
    Author actor = event.actor();
    return actor == null ? Requester.SYSTEM : Requester.of(actor.id());
  }

  private int max(RoomEvent event, String user) {
    boolean isOthers =
        event instanceof MemberChange change
            && !change.actor().id().equals(user)
            && !change.actor().service();
    return isOthers ? (max + 1) / 2 : max;
  }

  private CompletableFuture<Void> check(Check check) {
    return memberships
        .atMost(check.user)
        .thenCompose(
            rooms ->
                with(check.user, rooms) <= check.max - MARGIN
                    ? CompletableFuture.completedFuture(null)
                    : behind.get().thenCompose(done -> checkExactly(check)));
  }

  /** A user who seems to be over the limit may have had rooms that were deleted. */
  private CompletableFuture<Void> checkExactly(Check check) {
    return memberships
        .of(check.user)
        .thenCompose(
            rooms ->
                with(check.user, rooms.size()) <= check.max || !memberships.isOld(check.user)
                    ? CompletableFuture.completedFuture(rooms)
                    : turns.run(check.requester, () -> memberships.readAgain(check.user)))
        .thenAccept(
            rooms -> {
              if (with(check.user, rooms.size()) > check.max) {
                throw refusal(check);
              }
            });
  }

  private Refusal refusal(Check check) {
    return Refusal.of(
        FORBIDDEN,
        check.max == max
            ? "a user is a member of at most " + max + " rooms"
            : "a member of " + check.max + " rooms or more is not added to further ones by others");
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
