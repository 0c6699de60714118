package chat.simulation;

import chat.gateway.history.History;
import chat.gateway.limits.Limits;
import chat.gateway.log.Deadlines;
import chat.gateway.log.EventIds;
import chat.gateway.log.LogPositions;
import chat.gateway.log.PartitionLog;
import chat.gateway.log.RoomLog;
import chat.gateway.message.EarlierSends;
import chat.gateway.message.Mentions;
import chat.gateway.message.MessageChanges;
import chat.gateway.message.MessageIds;
import chat.gateway.message.MessageSettings;
import chat.gateway.message.Messages;
import chat.gateway.message.ReactionSettings;
import chat.gateway.message.References;
import chat.gateway.message.SendMeter;
import chat.gateway.message.Targets;
import chat.gateway.room.RoomAccess;
import chat.tracing.Tracing;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Creates the messages of a gateway over simulated tables. */
final class SimulatedMessages {

  /** The maximum number of edits of a message; so small that the simulation reaches it. */
  static final int MAX_EDITS = 2;

  private SimulatedMessages() {}

  static Messages over(
      Function<String, PartitionLog> logs,
      RoomLog roomLog,
      RoomAccess access,
      History history,
      LogPositions positions,
      MessageIds table,
      Duration lookBackTimeout,
      Limits limits,
      EventIds ids,
      InstantSource clock,
      Deadlines deadlines) {
    EarlierSends earlierSends =
        new EarlierSends(
            positions, table, new MessageSettings(lookBackTimeout, MAX_EDITS), deadlines);
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

  static MessageChanges changes(
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
