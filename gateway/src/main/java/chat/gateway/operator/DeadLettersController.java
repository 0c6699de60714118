package chat.gateway.operator;

import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import chat.gateway.operator.DeadLetters.GivenUp;
import chat.gateway.operator.DeadLetters.Letter;
import chat.gateway.service.Service;
import chat.gateway.webhook.WebhookReplays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Lists dead letters, delivers those of webhooks again, and drops them. */
@RestController
@RequestMapping("/api/server/operator/dead-letters")
class DeadLettersController {

  private static final int MAX = 500;

  private final DeadLetters letters;
  private final WebhookReplays webhooks;
  private final OperatorWork work;

  DeadLettersController(DeadLetters letters, WebhookReplays webhooks, OperatorWork work) {
    this.letters = letters;
    this.webhooks = webhooks;
    this.work = work;
  }

  record Letters(List<Letter> letters) {}

  @GetMapping
  CompletableFuture<Letters> newest(@RequestParam(defaultValue = "50") int limit) {
    if (limit < 1 || limit > MAX) {
      throw Refusal.ofField(ProblemCode.INVALID_REQUEST, "limit", "1.." + MAX + " is expected");
    }
    return work.run(false, () -> new Letters(letters.newest(limit)));
  }

  /** The answer to a replay: the webhook that gets the event again, and all after it. */
  record Replay(String webhook) {}

  @PostMapping("/{partition}/{offset}/replay")
  CompletableFuture<Replay> replay(
      @AuthenticationPrincipal Service service,
      @PathVariable int partition,
      @PathVariable long offset) {
    return work.run(false, () -> replay(letters.givenUp(partition, offset), service.name()));
  }

  private Replay replay(GivenUp event, String service) {
    webhooks.replay(event.webhook(), service, event.partition(), event.offset());
    return new Replay(event.webhook());
  }

  @DeleteMapping("/{partition}/{offset}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  CompletableFuture<Void> drop(@PathVariable int partition, @PathVariable long offset) {
    return work.run(() -> letters.drop(partition, offset));
  }
}
