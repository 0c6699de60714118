package chat.gateway.operator;

import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import chat.gateway.log.RoomFeed;
import chat.gateway.peer.PeerCalls;
import chat.gateway.peer.PeerDirectory;
import chat.sockets.fanout.ConnectionFacts;
import chat.sockets.fanout.DeliveryFacts;
import chat.sockets.fanout.Fate;
import chat.sockets.fanout.Hub;
import chat.sockets.fanout.RoomLoad;
import chat.sockets.fanout.SubscriptionFacts;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What this gateway knows in its own memory, and what the others answer to the same question. */
final class GatewayQuestions {

  /** A shard that is busy for longer is far behind, which the metrics show too. */
  private static final Duration TIMEOUT = Duration.ofSeconds(4);

  private final Hub hub;
  private final RoomFeed feed;
  private final PeerDirectory directory;
  private final PeerCalls peers;
  private final long startedAt;

  GatewayQuestions(
      Hub hub, RoomFeed feed, PeerDirectory directory, PeerCalls peers, long startedAt) {
    this.startedAt = startedAt;
    this.hub = hub;
    this.feed = feed;
    this.directory = directory;
    this.peers = peers;
  }

  /**
   * The delivery of an event by one gateway.
   *
   * @param knownSince sockets that ended before are not known any more, in milliseconds
   * @param readTo the seq up to which the gateway has read the partition
   * @param deliveries the number of sockets by what became of the event for them
   * @param sockets the asked user's sockets that were in the room
   * @param connections all sockets of the asked user
   */
  record Delivery(
      String gateway,
      String address,
      long knownSince,
      long readTo,
      Map<String, Integer> deliveries,
      List<RoomSocket> sockets,
      List<Socket> connections) {}

  /**
   * A socket in a room.
   *
   * @param fate what became of the event for it
   * @param joinedSeq the room's last event when it joined
   * @param after the position from which the client asked to resume
   * @param lastSeq the last event that it was given, or had
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record RoomSocket(
      String session,
      String fate,
      long joinedAt,
      long joinedSeq,
      @Nullable Long after,
      @Nullable Boolean recovered,
      long lastSeq,
      @Nullable Long queuedFrom,
      @Nullable Long leftAt,
      @Nullable String left) {

    static RoomSocket of(SubscriptionFacts facts, long seq) {
      boolean resumed = facts.after() != SubscriptionFacts.LIVE;
      boolean ended = facts.endedAt() > 0;
      return new RoomSocket(
          facts.connection().session(),
          facts.of(seq).word(),
          facts.joinedAt(),
          facts.joinedSeq(),
          resumed ? facts.after() : null,
          resumed ? facts.recovered() : null,
          Math.max(facts.joinedSeq(), facts.passed()),
          facts.queuedFrom() > 0 ? facts.queuedFrom() : null,
          ended ? facts.endedAt() : null,
          ended ? facts.end() : null);
    }
  }

  /**
   * A socket.
   *
   * @param unreadBytes the bytes that its client has to read, or had at the end
   * @param unreadSince since when the client reads nothing of them, in milliseconds
   * @param code the close code that the gateway sent
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Socket(
      String session,
      long openedAt,
      int rooms,
      long unreadBytes,
      @Nullable Long unreadSince,
      @Nullable Long closedAt,
      @Nullable String closed,
      @Nullable Integer code) {

    static Socket of(ConnectionFacts facts) {
      boolean ended = facts.endedAt() > 0;
      return new Socket(
          facts.session(),
          facts.openedAt(),
          facts.rooms(),
          facts.waitingBytes(),
          facts.writingSince() > 0 ? facts.writingSince() : null,
          ended ? facts.endedAt() : null,
          ended ? facts.end() : null,
          facts.code() > 0 ? facts.code() : null);
    }
  }

  /**
   * The state of a gateway.
   *
   * @param ready whether its tail is complete
   * @param logDown whether the log does not answer
   * @param lag the records that it has not read yet
   * @param draining whether it accepts no sockets
   */
  record Status(
      String gateway,
      String address,
      long startedAt,
      int sockets,
      boolean ready,
      boolean logDown,
      long lag,
      boolean draining) {}

  /** The largest rooms of a gateway. */
  record GatewayRooms(String gateway, List<RoomLoad> rooms) {}

  /** The sockets of a user at a gateway. */
  record GatewaySockets(String gateway, String address, List<Socket> connections) {}

  /** A gateway that did not answer. */
  record Unreachable(String gateway, String address, boolean unreachable) {}

  /** What this gateway knows of the delivery of an event. */
  Delivery delivery(String room, long seq, String user) {
    DeliveryFacts facts = await(hub.deliveries(room, seq, user));
    Map<String, Integer> counts = new TreeMap<>();
    for (Fate fate : Fate.values()) {
      counts.put(fate.word(), facts.fates().getOrDefault(fate, 0));
    }
    counts.values().removeIf(count -> count == 0);
    var log = feed.logOf(room);
    return new Delivery(
        directory.here().gateway(),
        directory.here().address().toString(),
        facts.since(),
        log.end() == 0 ? 0 : log.epoch().seq(log.end() - 1),
        counts,
        facts.subscriptions().stream().map(each -> RoomSocket.of(each, seq)).toList(),
        facts.connections().stream().map(Socket::of).toList());
  }

  /** The present state of this gateway. */
  Status status(boolean draining) {
    PeerDirectory.Peer here = directory.here();
    return new Status(
        here.gateway(),
        here.address().toString(),
        startedAt,
        hub.sockets(),
        feed.isReady(),
        feed.isDown(),
        feed.lag(),
        draining);
  }

  /** The largest rooms of this gateway. */
  GatewayRooms rooms(int limit) {
    return new GatewayRooms(directory.here().gateway(), await(hub.loads(limit)));
  }

  /** The sockets of a user at this gateway. */
  GatewaySockets sockets(String user) {
    return new GatewaySockets(
        directory.here().gateway(),
        directory.here().address().toString(),
        await(hub.connections(user)).stream().map(Socket::of).toList());
  }

  /** The name of this gateway. */
  String name() {
    return directory.here().gateway();
  }

  /**
   * Checks that the other gateways are known.
   *
   * @throws Refusal {@code unavailable} if Redis does not answer
   */
  void requireDirectory() {
    if (!directory.isKnown()) {
      throw Refusal.until(
          ProblemCode.UNAVAILABLE, "The other gateways are not known", Duration.ofSeconds(1));
    }
  }

  /** Whether this gateway has a name. */
  boolean isNamed(String gateway) {
    return directory.here().gateway().equals(gateway);
  }

  /** The answers of all gateways, this one's first. */
  List<Object> withOthers(Object here, String service, String method, String target) {
    List<Object> answers = new ArrayList<>(List.of(here));
    answers.addAll(others(service, method, target, name -> true));
    return answers;
  }

  /**
   * The answers of other gateways.
   *
   * @param named tests the name of a gateway
   */
  List<Object> others(String service, String method, String target, Predicate<String> named) {
    List<Object> answers = new ArrayList<>();
    peers
        .call(service, method, target, peer -> named.test(peer.gateway()))
        .forEach(
            answer ->
                answers.add(
                    answer.body() != null
                        ? answer.body()
                        : new Unreachable(
                            answer.peer().gateway(), answer.peer().address().toString(), true)));
    return answers;
  }

  /** Whether another gateway answers, and accepts sockets. */
  boolean anotherAccepts(String service, String target) {
    return peers.any(service, target, GatewayQuestions::accepts);
  }

  /** Whether a gateway accepts sockets, by its answer to the question for its {@link Status}. */
  static boolean accepts(JsonNode status) {
    return status.path("ready").booleanValue(false) && !status.path("draining").booleanValue(true);
  }

  static <T> T await(CompletableFuture<T> answer) {
    return answer.orTimeout(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS).join();
  }
}
