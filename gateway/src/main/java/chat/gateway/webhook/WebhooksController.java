package chat.gateway.webhook;

import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import chat.gateway.service.Service;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** REST for services: webhooks. No answer has a secret. */
@RestController
@RequestMapping("/api/server/webhooks")
class WebhooksController {

  private final Webhooks webhooks;
  private final CassandraWebhooks table;
  private final WebhookLags lags;
  private final InstantSource clock;

  WebhooksController(
      Webhooks webhooks, CassandraWebhooks table, WebhookLags lags, InstantSource clock) {
    this.webhooks = webhooks;
    this.table = table;
    this.lags = lags;
    this.clock = clock;
  }

  /**
   * A webhook as services see it.
   *
   * @param secrets number of secrets that sign
   * @param attempts absent: the senders' setting
   * @param state {@code active}, {@code paused}, or {@code disabled} by an answer 410
   * @param lag records of the topic that it has not passed; absent if that is not known
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record WebhookView(
      String name,
      String url,
      int secrets,
      @Nullable Set<String> rooms,
      @Nullable Set<String> types,
      @Nullable Integer attempts,
      Object from,
      String state,
      String service,
      long createdAt,
      long changedAt,
      @Nullable Long lag,
      @Nullable Long lastDeliveredAt,
      @Nullable Long lastFailedAt,
      @Nullable String lastError) {}

  record WebhookList(List<WebhookView> webhooks) {}

  @GetMapping
  WebhookList list() {
    List<Webhook> all = table.all();
    Map<String, Long> known = lags.of(all.stream().map(Webhook::group).toList());
    return new WebhookList(all.stream().map(hook -> view(hook, known)).toList());
  }

  @GetMapping("/{name}")
  WebhookView get(@PathVariable String name) {
    return view(webhooks.find(WebhookFields.name(name)));
  }

  @PutMapping("/{name}")
  ResponseEntity<WebhookView> put(
      @AuthenticationPrincipal Service service,
      @PathVariable String name,
      @RequestBody JsonNode body) {
    Webhooks.Changed changed =
        webhooks.put(
            WebhookFields.name(name),
            service.name(),
            present -> {
              Webhook.Receiver receiver =
                  WebhookFields.receiver(
                      body, present == null ? List.of() : present.receiver().secrets());
              return new Webhooks.Wanted(receiver, start(body, receiver.rooms()));
            });
    return ResponseEntity.status(changed.created() ? HttpStatus.CREATED : HttpStatus.OK)
        .body(view(changed.hook()));
  }

  @DeleteMapping("/{name}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void delete(@PathVariable String name) {
    table.delete(WebhookFields.name(name));
  }

  @PostMapping("/{name}/pause")
  WebhookView pause(@AuthenticationPrincipal Service service, @PathVariable String name) {
    return view(webhooks.pause(WebhookFields.name(name), service.name(), true));
  }

  @PostMapping("/{name}/resume")
  WebhookView resume(@AuthenticationPrincipal Service service, @PathVariable String name) {
    return view(webhooks.pause(WebhookFields.name(name), service.name(), false));
  }

  @PostMapping("/{name}/rewind")
  WebhookView rewind(
      @AuthenticationPrincipal Service service,
      @PathVariable String name,
      @RequestBody JsonNode body) {
    return view(
        webhooks.rewind(
            WebhookFields.name(name),
            service.name(),
            hook -> {
              WebhookStart start = start(body, hook.receiver().rooms());
              if (start == null) {
                throw Refusal.ofField(
                    ProblemCode.INVALID_REQUEST, WebhookStart.FIELD, "is expected");
              }
              return start;
            }));
  }

  private @Nullable WebhookStart start(JsonNode body, Set<String> rooms) {
    return WebhookStart.read(body.get(WebhookStart.FIELD), rooms, clock.instant());
  }

  private WebhookView view(Webhook hook) {
    return view(hook, lags.of(List.of(hook.group())));
  }

  private WebhookView view(Webhook hook, Map<String, Long> known) {
    CassandraWebhooks.Status status = table.status(hook);
    Webhook.Receiver receiver = hook.receiver();
    return new WebhookView(
        hook.name(),
        receiver.url(),
        receiver.secrets().size(),
        sorted(receiver.rooms()),
        sorted(receiver.types()),
        receiver.attempts(),
        hook.start().view(),
        state(hook, status),
        hook.service(),
        hook.createdAt().toEpochMilli(),
        hook.changedAt().toEpochMilli(),
        known.get(hook.group()),
        millis(status.deliveredAt()),
        millis(status.failedAt()),
        status.error());
  }

  private static String state(Webhook hook, CassandraWebhooks.Status status) {
    if (hook.paused()) {
      return "paused";
    }
    return hook.revision().equals(status.gone()) ? "disabled" : "active";
  }

  private static @Nullable Set<String> sorted(Set<String> texts) {
    return texts.isEmpty() ? null : new TreeSet<>(texts);
  }

  private static @Nullable Long millis(@Nullable Instant time) {
    return time == null ? null : time.toEpochMilli();
  }
}
