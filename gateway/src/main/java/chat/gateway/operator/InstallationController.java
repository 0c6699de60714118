package chat.gateway.operator;

import chat.contract.log.ConsumerGroups;
import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import chat.gateway.drain.DrainOrders;
import chat.gateway.operator.GatewayQuestions.GatewayRooms;
import chat.gateway.operator.GatewayQuestions.GatewaySockets;
import chat.gateway.service.Service;
import chat.gateway.webhook.WebhookLags;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The installation as a whole: its gateways, their rooms and sockets, and what is behind. */
@RestController
@RequestMapping("/api/server/operator")
class InstallationController {

  private static final String PREFIX = "/api/server/operator";
  private static final String LOCAL = "local=true";
  private static final int MAX_ROOMS = 200;
  private static final String USER_ID = "[A-Za-z0-9:_-]{1,64}";
  private static final String GATEWAY = "[A-Za-z0-9._-]{1,64}";

  private final GatewayQuestions gateways;
  private final WebhookLags lags;
  private final DrainOrders drain;
  private final OperatorWork work;
  private final JsonMapper json;

  InstallationController(
      GatewayQuestions gateways,
      WebhookLags lags,
      DrainOrders drain,
      OperatorWork work,
      JsonMapper json) {
    this.gateways = gateways;
    this.lags = lags;
    this.drain = drain;
    this.work = work;
    this.json = json;
  }

  /**
   * All gateways and what is behind them.
   *
   * @param lag the records of the log that a group of consumers has not passed, by group; without
   *     those that are not known
   */
  record Installation(List<Object> gateways, Map<String, Long> lag) {}

  /** The largest rooms of all gateways that answered. */
  record LargestRooms(List<RoomTotal> rooms, List<Object> unreachable) {}

  /**
   * A room.
   *
   * @param gateways number of gateways among whose largest rooms it is
   */
  record RoomTotal(String room, int sockets, long events, int gateways) {

    private RoomTotal and(RoomTotal other) {
      return new RoomTotal(
          room, sockets + other.sockets, Math.max(events, other.events), gateways + 1);
    }
  }

  record UserSockets(String user, List<Object> gateways) {}

  record Gateways(List<Object> gateways) {}

  @GetMapping("/gateways")
  CompletableFuture<Object> gateways(
      @AuthenticationPrincipal Service service,
      @RequestParam(defaultValue = "false") boolean local) {
    return work.run(
        local,
        () -> {
          GatewayQuestions.Status here = gateways.status(drain.isDraining());
          return local
              ? here
              : new Installation(
                  all(here, service, "GET", PREFIX + "/gateways?" + LOCAL),
                  lags.of(List.of(ConsumerGroups.WRITER, ConsumerGroups.EVENTS)));
        });
  }

  @GetMapping("/rooms")
  CompletableFuture<Object> rooms(
      @AuthenticationPrincipal Service service,
      @RequestParam(defaultValue = "20") int limit,
      @RequestParam(defaultValue = "false") boolean local) {
    if (limit < 1 || limit > MAX_ROOMS) {
      throw Refusal.ofField(
          ProblemCode.INVALID_REQUEST, "limit", "1.." + MAX_ROOMS + " is expected");
    }
    return work.run(
        local,
        () -> {
          GatewayRooms here = gateways.rooms(limit);
          return local
              ? here
              : total(
                  all(here, service, "GET", PREFIX + "/rooms?limit=" + limit + "&" + LOCAL), limit);
        });
  }

  @GetMapping("/users/{user}/sockets")
  CompletableFuture<Object> sockets(
      @AuthenticationPrincipal Service service,
      @PathVariable String user,
      @RequestParam(defaultValue = "false") boolean local) {
    require("user", user, USER_ID);
    return work.run(
        local,
        () -> {
          GatewaySockets here = gateways.sockets(user);
          String target = PREFIX + "/users/" + user + "/sockets?" + LOCAL;
          return local ? here : new UserSockets(user, all(here, service, "GET", target));
        });
  }

  @PostMapping("/gateways/{gateway}/drain")
  CompletableFuture<Object> drain(
      @AuthenticationPrincipal Service service,
      @PathVariable String gateway,
      @RequestParam(defaultValue = "false") boolean local) {
    return work.order(
        local,
        () -> {
          if (!local) {
            requireOneOfSome(service, gateway);
          }
          Object ordered = order(service, gateway, local, "POST", () -> beginDrain(service));
          if (ordered instanceof Gateways all && !all.gateways().stream().allMatch(this::drains)) {
            throw noOther();
          }
          return ordered;
        });
  }

  @DeleteMapping("/gateways/{gateway}/drain")
  CompletableFuture<Object> withdraw(
      @AuthenticationPrincipal Service service,
      @PathVariable String gateway,
      @RequestParam(defaultValue = "false") boolean local) {
    return work.run(local, () -> order(service, gateway, local, "DELETE", drain::withdraw));
  }

  /** A drain is of one gateway, and leaves another one that accepts sockets. */
  private void requireOneOfSome(Service service, String gateway) {
    require("gateway", gateway, GATEWAY);
    gateways.requireDirectory();
    int named = 0;
    boolean accepts = false;
    GatewayQuestions.Status here = gateways.status(drain.isDraining());
    for (Object answer : all(here, service, "GET", PREFIX + "/gateways?" + LOCAL)) {
      JsonNode status = json.valueToTree(answer);
      if (status.path("gateway").stringValue("").equals(gateway)) {
        named++;
      } else {
        accepts |= GatewayQuestions.accepts(status);
      }
    }
    if (named == 0) {
      throw Refusal.notFound();
    }
    if (named > 1) {
      throw Refusal.of(ProblemCode.CONFLICT, named + " gateways have this name");
    }
    if (!accepts) {
      throw noOther();
    }
  }

  private void beginDrain(Service service) {
    String status = PREFIX + "/gateways?" + LOCAL;
    var unused = drain.begin(() -> gateways.anotherAccepts(service.name(), status));
  }

  /** A gateway that found no other that accepts sockets does not drain. */
  private boolean drains(Object status) {
    return json.<JsonNode>valueToTree(status).path("draining").booleanValue(false);
  }

  private static Refusal noOther() {
    return Refusal.of(ProblemCode.CONFLICT, "No other gateway accepts sockets");
  }

  /** Carries out an order at each gateway of that name. */
  private Object order(
      Service service, String gateway, boolean local, String method, Runnable order) {
    require("gateway", gateway, GATEWAY);
    List<Object> done = new ArrayList<>();
    if (gateways.isNamed(gateway)) {
      order.run();
      done.add(gateways.status(drain.isDraining()));
    }
    if (!local) {
      String target = PREFIX + "/gateways/" + gateway + "/drain?" + LOCAL;
      done.addAll(gateways.others(service.name(), method, target, gateway::equals));
    }
    if (done.isEmpty()) {
      gateways.requireDirectory();
      throw Refusal.notFound();
    }
    if (done.stream().anyMatch(GatewayQuestions.Unreachable.class::isInstance)) {
      throw Refusal.until(
          ProblemCode.UNAVAILABLE, "The gateway does not answer", Duration.ofSeconds(1));
    }
    return local ? done.get(0) : new Gateways(done);
  }

  private List<Object> all(Object here, Service service, String method, String target) {
    List<Object> answers = new ArrayList<>(List.of(json.valueToTree(here)));
    answers.addAll(gateways.others(service.name(), method, target, name -> true));
    return answers;
  }

  private LargestRooms total(List<Object> answers, int limit) {
    Map<String, RoomTotal> rooms = new TreeMap<>();
    List<Object> unreachable = new ArrayList<>();
    for (Object answer : answers) {
      if (answer instanceof JsonNode found) {
        for (JsonNode room : found.path("rooms")) {
          RoomTotal load =
              new RoomTotal(
                  room.path("room").stringValue(""),
                  room.path("sockets").intValue(0),
                  room.path("events").longValue(0),
                  1);
          rooms.merge(load.room(), load, RoomTotal::and);
        }
      } else {
        unreachable.add(answer);
      }
    }
    List<RoomTotal> largest =
        rooms.values().stream()
            .sorted((one, other) -> Integer.compare(other.sockets(), one.sockets()))
            .limit(limit)
            .toList();
    return new LargestRooms(largest, unreachable);
  }

  private static void require(String name, String value, String pattern) {
    if (!value.matches(pattern)) {
      throw Refusal.ofField(ProblemCode.INVALID_REQUEST, name, pattern + " is expected");
    }
  }
}
