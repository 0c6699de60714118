package chat.gateway.operator;

import chat.contract.Names;
import chat.contract.log.Seq;
import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import chat.gateway.service.Service;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** Tells what became of one event: in the log, in the tables, at each gateway and for one user. */
@RestController
@RequestMapping("/api/server/operator/why/{room}/{seq}")
class WhyController {

  private static final String USER_ID = "[A-Za-z0-9:_-]{1,64}";

  private final EventFacts events;
  private final GatewayQuestions gateways;
  private final OperatorWork work;
  private final JsonMapper json;

  WhyController(EventFacts events, GatewayQuestions gateways, OperatorWork work, JsonMapper json) {
    this.events = events;
    this.gateways = gateways;
    this.work = work;
    this.json = json;
  }

  /**
   * The whole answer.
   *
   * @param gateways each as it answered, this one first; none if the record is not delivered
   */
  record Why(String room, long seq, EventFacts.Event event, List<Object> gateways) {}

  @GetMapping
  CompletableFuture<Object> why(
      @AuthenticationPrincipal Service service,
      @PathVariable String room,
      @PathVariable long seq,
      @RequestParam(defaultValue = "") String user,
      @RequestParam(defaultValue = "false") boolean local) {
    if (!Names.isRoom(room)) {
      throw Refusal.ofField(ProblemCode.INVALID_REQUEST, "room", Names.ROOM_PATTERN);
    }
    if (seq < 1 || seq > Seq.MAX) {
      throw Refusal.ofField(ProblemCode.INVALID_REQUEST, "seq", "1..2^53-1 is expected");
    }
    if (!user.isEmpty() && !user.matches(USER_ID)) {
      throw Refusal.ofField(ProblemCode.INVALID_REQUEST, "user", USER_ID + " is expected");
    }
    String target = "/api/server/operator/why/%s/%d?user=%s&local=true".formatted(room, seq, user);
    return work.run(
        local,
        () -> {
          Object here = json.valueToTree(gateways.delivery(room, seq, user));
          if (local) {
            return here;
          }
          EventFacts.Event event = events.find(room, seq, user);
          List<Object> answers =
              event.isDelivered()
                  ? gateways.withOthers(here, service.name(), "GET", target)
                  : List.of();
          return new Why(room, seq, event, answers);
        });
  }
}
