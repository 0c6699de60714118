package chat.gateway.webhook;

import chat.gateway.account.ConditionalWrites;
import chat.gateway.account.ConditionalWrites.Outcome;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Webhooks in the table {@code webhooks}, and what their senders report. Every method blocks. */
@Component
final class CassandraWebhooks {

  private static final String COLUMNS =
      "name, revision, generation, url, secrets, rooms, types, attempts, asked, starts_at, paused,"
          + " service, created_at, changed_at";

  private final CqlSession session;
  private final ConditionalWrites writes;
  private final PreparedStatement all;
  private final PreparedStatement one;
  private final PreparedStatement put;
  private final PreparedStatement delete;
  private final PreparedStatement status;
  private final PreparedStatement forget;

  /**
   * What the senders report of a webhook.
   *
   * @param gone the revision whose receiver wanted no further events
   */
  record Status(
      @Nullable Instant deliveredAt,
      @Nullable Instant failedAt,
      @Nullable String error,
      @Nullable String gone) {

    static final Status NONE = new Status(null, null, null, null);
  }

  CassandraWebhooks(CqlSession session) {
    this.session = session;
    this.writes = new ConditionalWrites(session);
    this.all = writes.prepare("SELECT " + COLUMNS + " FROM webhooks WHERE part = 0");
    this.one = writes.prepare("SELECT " + COLUMNS + " FROM webhooks WHERE part = 0 AND name = ?");
    this.put =
        writes.prepare(
            "UPDATE webhooks SET revision = ?, generation = ?, url = ?, secrets = ?, rooms = ?,"
                + " types = ?, attempts = ?, asked = ?, starts_at = ?, paused = ?, service = ?,"
                + " created_at = ?, changed_at = ? WHERE part = 0 AND name = ? IF revision = ?");
    this.delete = writes.prepare("DELETE FROM webhooks WHERE part = 0 AND name = ? IF EXISTS");
    this.status =
        writes.prepare(
            "SELECT delivered_at, failed_at, error, gone FROM webhook_status"
                + " WHERE name = ? AND generation = ?");
    this.forget = writes.prepare("DELETE FROM webhook_status WHERE name = ?");
  }

  List<Webhook> all() {
    return session.execute(all.bind()).all().stream().map(CassandraWebhooks::read).toList();
  }

  Optional<Webhook> find(String name) {
    return writes.readSerially(one.bind(name)).map(CassandraWebhooks::read);
  }

  /**
   * Writes a webhook if the present one has a revision.
   *
   * @param present null: if there is none
   * @return false if it has another
   */
  boolean put(Webhook hook, @Nullable String present) {
    Webhook.Receiver receiver = hook.receiver();
    Outcome outcome =
        writes.write(
            put.bind(
                hook.revision(),
                hook.generation(),
                receiver.url(),
                receiver.secrets(),
                receiver.rooms(),
                receiver.types(),
                receiver.attempts(),
                hook.start().asked(),
                hook.start().at(),
                hook.paused(),
                hook.service(),
                hook.createdAt(),
                hook.changedAt(),
                hook.name(),
                present),
            one.bind(hook.name()),
            row -> !Objects.equals(present, row.getString("revision")));
    return outcome.applied()
        || outcome
            .there()
            .filter(row -> hook.revision().equals(row.getString("revision")))
            .isPresent();
  }

  /** Deletes a webhook and what is known of it. */
  void delete(String name) {
    writes.write(delete.bind(name), one.bind(name), row -> false);
    session.execute(forget.bind(name));
  }

  Status status(Webhook hook) {
    return writes
        .read(status.bind(hook.name(), hook.generation()))
        .map(
            row ->
                new Status(
                    row.getInstant("delivered_at"),
                    row.getInstant("failed_at"),
                    row.getString("error"),
                    row.getString("gone")))
        .orElse(Status.NONE);
  }

  private static Webhook read(Row row) {
    return new Webhook(
        text(row, "name"),
        text(row, "revision"),
        text(row, "generation"),
        new Webhook.Receiver(
            text(row, "url"),
            Objects.requireNonNullElse(row.getList("secrets", String.class), List.of()),
            set(row, "rooms"),
            set(row, "types"),
            row.get("attempts", Integer.class)),
        new WebhookStart(text(row, "asked"), row.getLong("starts_at")),
        row.getBoolean("paused"),
        text(row, "service"),
        Objects.requireNonNullElse(row.getInstant("created_at"), Instant.EPOCH),
        Objects.requireNonNullElse(row.getInstant("changed_at"), Instant.EPOCH));
  }

  private static String text(Row row, String column) {
    return Objects.requireNonNullElse(row.getString(column), "");
  }

  private static Set<String> set(Row row, String column) {
    return Objects.requireNonNullElse(row.getSet(column, String.class), Set.of());
  }
}
