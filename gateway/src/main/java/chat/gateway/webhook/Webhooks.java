package chat.gateway.webhook;

import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Changes webhooks, each change as a whole, also if two come at once. Every method blocks. */
@Component
final class Webhooks {

  private static final int TRIES = 10;

  private final CassandraWebhooks table;
  private final WebhookSettings settings;
  private final InstantSource clock;

  Webhooks(CassandraWebhooks table, WebhookSettings settings, InstantSource clock) {
    this.table = table;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * A webhook after a change.
   *
   * @param created whether there was none
   */
  record Changed(Webhook hook, boolean created) {}

  /**
   * What a webhook is to be.
   *
   * @param start null: as it is, from now on if there is none
   */
  record Wanted(Webhook.Receiver receiver, @Nullable WebhookStart start) {}

  /**
   * Defines a webhook. Another start than the one that the last definition asked for begins a new
   * generation.
   */
  Changed put(String name, String service, Function<@Nullable Webhook, Wanted> wanted) {
    for (int attempt = 0; attempt < TRIES; attempt++) {
      Webhook present = table.find(name).orElse(null);
      Webhook next = next(name, service, present, wanted.apply(present));
      if (present == null && table.all().size() >= settings.max()) {
        throw Refusal.of(
            ProblemCode.FORBIDDEN, "There are " + settings.max() + " webhooks, which is the most");
      }
      if (table.put(next, present == null ? null : present.revision())) {
        return new Changed(next, present == null);
      }
    }
    throw Refusal.of(ProblemCode.CONFLICT, "The webhook is being changed by other calls");
  }

  private Webhook next(String name, String service, @Nullable Webhook present, Wanted wanted) {
    Instant now = now();
    WebhookStart start = wanted.start();
    if (present == null) {
      return new Webhook(
          name,
          fresh(),
          fresh(),
          wanted.receiver(),
          start == null ? WebhookStart.now(now) : start,
          false,
          service,
          now,
          now);
    }
    boolean isOfOther =
        present.start().isSeq() && !wanted.receiver().rooms().equals(present.receiver().rooms());
    if (isOfOther && start == null) {
      throw WebhookFields.wrong(
          WebhookStart.FIELD, "the present seq is of other rooms, so another start is expected");
    }
    String asked = present.start().asked();
    WebhookStart next =
        start == null || (!isOfOther && start.asked().equals(asked)) ? present.start() : start;
    boolean isMoved = isOfOther || !next.asked().equals(asked);
    return new Webhook(
        name,
        fresh(),
        isMoved ? fresh() : present.generation(),
        wanted.receiver(),
        next,
        present.paused(),
        service,
        present.createdAt(),
        now);
  }

  /** Stops the deliveries, or lets them go on. Going on also ends what a 410 brought. */
  Webhook pause(String name, String service, boolean paused) {
    return change(
        name,
        hook ->
            new Webhook(
                name,
                fresh(),
                hook.generation(),
                hook.receiver(),
                hook.start(),
                paused,
                service,
                hook.createdAt(),
                now()));
  }

  /**
   * Delivers again from a point on. What the definition asked for stays, so that the same
   * definition again goes on.
   */
  Webhook rewind(String name, String service, Function<Webhook, WebhookStart> start) {
    return change(
        name,
        hook ->
            new Webhook(
                name,
                fresh(),
                fresh(),
                hook.receiver(),
                new WebhookStart(hook.start().asked(), start.apply(hook).at()),
                hook.paused(),
                service,
                hook.createdAt(),
                now()));
  }

  /**
   * Begins another generation where the present one stands, but for what a move changes.
   *
   * @param move sets the offsets of the second group by those of the first one
   * @throws Refusal {@code CONFLICT} if the webhook is paused or disabled
   */
  Webhook move(String name, String service, BiConsumer<String, String> move) {
    return change(
        name,
        hook -> {
          if (hook.paused() || hook.revision().equals(table.status(hook).gone())) {
            throw Refusal.of(
                ProblemCode.CONFLICT, "The webhook is paused or disabled: resume it first");
          }
          Webhook next =
              new Webhook(
                  name,
                  fresh(),
                  fresh(),
                  hook.receiver(),
                  hook.start(),
                  hook.paused(),
                  service,
                  hook.createdAt(),
                  now());
          move.accept(hook.group(), next.group());
          return next;
        });
  }

  private Webhook change(String name, Function<Webhook, Webhook> change) {
    for (int attempt = 0; attempt < TRIES; attempt++) {
      Webhook present = find(name);
      Webhook next = change.apply(present);
      if (table.put(next, present.revision())) {
        return next;
      }
    }
    throw Refusal.of(ProblemCode.CONFLICT, "The webhook is being changed by other calls");
  }

  Webhook find(String name) {
    return table.find(name).orElseThrow(Refusal::notFound);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  private static String fresh() {
    return UUID.randomUUID().toString();
  }
}
