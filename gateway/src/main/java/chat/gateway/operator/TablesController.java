package chat.gateway.operator;

import chat.contract.Names;
import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import chat.gateway.operator.TablesRun.State;
import chat.gateway.operator.TablesRun.Wanted;
import chat.gateway.service.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** Checks of the tables against the log: one at a time at each gateway. */
@RestController
@RequestMapping("/api/server/operator/tables/check")
class TablesController {

  private static final String TARGET = "/api/server/operator/tables/check?local=true";

  /** A stop waits for a batch at most: at the least rate 10 s. */
  private static final int MIN_RATE = 100;

  private static final int MAX_RATE = 20_000;

  private final TablesRun.Sources sources;
  private final GatewayQuestions gateways;
  private final OperatorWork work;
  private final JsonMapper json;

  /** Guarded by this. */
  private @Nullable TablesRun last;

  TablesController(
      TablesRun.Sources sources, GatewayQuestions gateways, OperatorWork work, JsonMapper json) {
    this.sources = sources;
    this.gateways = gateways;
    this.work = work;
    this.json = json;
  }

  /** The last run of a gateway; none if there was none. */
  record Runs(String gateway, List<State> runs) {}

  /** The last run of each gateway. */
  record AllRuns(List<Object> gateways) {}

  @PostMapping
  @ResponseStatus(HttpStatus.ACCEPTED)
  synchronized State start(
      @RequestParam(defaultValue = "") String room,
      @RequestParam(defaultValue = "0") long from,
      @RequestParam(defaultValue = "0") long to,
      @RequestParam(defaultValue = "2000") int rate) {
    if (!room.isEmpty() && !Names.isRoom(room)) {
      throw Refusal.ofField(ProblemCode.INVALID_REQUEST, "room", Names.ROOM_PATTERN);
    }
    if (from < 0 || to < 0) {
      throw Refusal.ofField(ProblemCode.INVALID_REQUEST, "from", "a time is expected");
    }
    if (rate < MIN_RATE || rate > MAX_RATE) {
      throw Refusal.ofField(
          ProblemCode.INVALID_REQUEST, "rate", MIN_RATE + ".." + MAX_RATE + " is expected");
    }
    if (last != null && last.isRunning()) {
      throw Refusal.of(ProblemCode.CONFLICT, "A check of the tables is running at this gateway");
    }
    String id = UUID.randomUUID().toString();
    TablesRun run =
        new TablesRun(new Wanted(id, room, from, to == 0 ? Long.MAX_VALUE : to, rate), sources);
    last = run;
    Thread thread = new Thread(run::run, "tables-check");
    thread.setDaemon(true);
    thread.start();
    return run.state();
  }

  @GetMapping
  CompletableFuture<Object> state(
      @AuthenticationPrincipal Service service,
      @RequestParam(defaultValue = "false") boolean local) {
    return work.run(local, () -> local ? here() : all(service, "GET"));
  }

  /** Stops the runs at all gateways. */
  @DeleteMapping
  CompletableFuture<Object> stop(
      @AuthenticationPrincipal Service service,
      @RequestParam(defaultValue = "false") boolean local) {
    return work.run(
        local,
        () -> {
          stopHere();
          return local ? here() : all(service, "DELETE");
        });
  }

  private AllRuns all(Service service, String method) {
    List<Object> answers = new ArrayList<>(List.of(json.valueToTree(here())));
    answers.addAll(gateways.others(service.name(), method, TARGET, name -> true));
    return new AllRuns(answers);
  }

  private synchronized Runs here() {
    return new Runs(gateways.name(), last == null ? List.of() : List.of(last.state()));
  }

  private synchronized void stopHere() {
    if (last != null) {
      last.stop();
    }
  }
}
