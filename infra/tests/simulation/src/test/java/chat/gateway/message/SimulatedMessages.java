package chat.gateway.message;

import chat.gateway.history.History;
import chat.gateway.limits.Limits;
import chat.gateway.log.Deadlines;
import chat.gateway.log.EventIds;
import chat.gateway.log.LogPositions;
import chat.gateway.log.PartitionLog;
import chat.gateway.log.RoomLog;
import chat.gateway.room.RoomAccess;
import chat.tracing.Tracing;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** SimulatedMessages over whatever is given. */
public final class SimulatedMessages {

  /** The maximum number of edits of a message; so small that the simulation reaches it. */
  public static final int MAX_EDITS = 2;

  private SimulatedMessages() {}

  /** A message's seq and the digest of its content. */
  public record Place(long seq, int digest) {}

  /** The table of ids, for tests of other packages. */
  public interface Ids {

    CompletionStage<Optional<Place>> find(String room, String sender, String id);
  }

  public static Messages over(
      Function<String, PartitionLog> logs,
      RoomLog roomLog,
      RoomAccess access,
      History history,
      LogPositions positions,
      Ids table,
      Duration lookBackTimeout,
      Limits limits,
      EventIds ids,
      InstantSource clock,
      Deadlines deadlines) {
    MessageIds earlier =
        (room, sender, id) ->
            table
                .find(room, sender, id)
                .thenApply(
                    found -> found.map(place -> new MessageIds.Place(place.seq, place.digest)));
    EarlierSends earlierSends =
        new EarlierSends(
            positions, earlier, new MessageSettings(lookBackTimeout, MAX_EDITS), deadlines);
    return new Messages(
        logs,
        roomLog,
        access,
        history,
        earlierSends,
        limits,
        references(history),
        ids,
        clock,
        new SendMeter(new SimpleMeterRegistry(), Tracing.OFF));
  }

  public static MessageChanges changes(
      RoomLog roomLog,
      RoomAccess access,
      History history,
      Limits limits,
      EventIds ids,
      InstantSource clock) {
    References references = references(history);
    return new MessageChanges(
        roomLog,
        access,
        references.targets(),
        references.mentions(),
        limits,
        MAX_EDITS,
        new ReactionSettings(20, 2000),
        ids,
        clock);
  }

  private static References references(History history) {
    return new References(
        new Targets(history),
        new Mentions(names -> CompletableFuture.completedFuture(Map.of())),
        (ids, sender, room) -> CompletableFuture.completedFuture(List.of()));
  }
}
