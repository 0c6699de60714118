package chat.writer.webhook;

import chat.contract.log.ConsumerGroups;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the table {@code webhooks}, and writes {@code webhook_status}. Blocks. */
final class CassandraWebhooks {

  private static final Logger LOG = LoggerFactory.getLogger(CassandraWebhooks.class);

  private static final String ALL =
      "SELECT name, generation, revision, url, secrets, rooms, types, attempts, starts_at, paused"
          + " FROM webhooks WHERE part = 0";

  private static final String GONE =
      "SELECT gone FROM webhook_status WHERE name = ? AND generation = ?";

  private static final String DELIVERED =
      "UPDATE webhook_status SET delivered_at = ? WHERE name = ? AND generation = ?";

  private static final String FAILED =
      "UPDATE webhook_status SET failed_at = ? WHERE name = ? AND generation = ?";

  private static final String ERROR =
      "UPDATE webhook_status SET error = ? WHERE name = ? AND generation = ?";

  /** Without an end, as the webhook stays disabled. */
  private static final String DISABLED =
      "UPDATE webhook_status USING TTL 0 SET gone = ? WHERE name = ? AND generation = ?";

  private final CqlSession session;
  private final Set<String> unreadable = new HashSet<>();

  CassandraWebhooks(CqlSession session) {
    this.session = session;
  }

  /**
   * All webhooks.
   *
   * @param groups their consumer groups, also of those whose rows this program can't read
   */
  record Found(List<Webhook> hooks, Set<String> groups) {}

  Found all() {
    List<Webhook> hooks = new ArrayList<>();
    Set<String> groups = new HashSet<>();
    for (Row row : session.execute(statement(ALL))) {
      String revision = text(row, "revision");
      groups.add(ConsumerGroups.ofWebhook(text(row, "name"), text(row, "generation")));
      try {
        hooks.add(read(row, revision));
      } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
        if (unreadable.add(revision)) {
          LOG.warn("webhook {} can't be read, and is not delivered", row.getString("name"));
        }
      }
    }
    return new Found(hooks, groups);
  }

  private static Webhook read(Row row, String revision) {
    List<String> secrets = row.getList("secrets", String.class);
    return new Webhook(
        text(row, "name"),
        text(row, "generation"),
        revision,
        URI.create(text(row, "url")),
        secrets == null ? List.of() : secrets.stream().map(Signature::of).toList(),
        set(row, "rooms"),
        set(row, "types"),
        row.get("attempts", Integer.class),
        row.getLong("starts_at"),
        row.getBoolean("paused"));
  }

  /** Whether the receiver of the present revision wanted no further events. */
  boolean isGone(Webhook hook) {
    Row row = session.execute(statement(GONE, hook.name(), hook.generation())).one();
    return row != null && hook.revision().equals(row.getString("gone"));
  }

  void write(Webhook hook, WebhookStatus status) {
    if (status.deliveredAt() != null) {
      session.execute(statement(DELIVERED, status.deliveredAt(), hook.name(), hook.generation()));
    }
    if (status.failedAt() != null) {
      session.execute(statement(FAILED, status.failedAt(), hook.name(), hook.generation()));
    }
    if (status.error() != null) {
      session.execute(statement(ERROR, status.error(), hook.name(), hook.generation()));
    }
    if (status.gone() != null) {
      session.execute(statement(DISABLED, status.gone(), hook.name(), hook.generation()));
    }
  }

  private static SimpleStatement statement(String cql, Object... values) {
    return SimpleStatement.newInstance(cql, values).setIdempotent(true);
  }

  private static String text(Row row, String column) {
    return Objects.requireNonNullElse(row.getString(column), "");
  }

  private static Set<String> set(Row row, String column) {
    return Objects.requireNonNullElse(row.getSet(column, String.class), Set.of());
  }
}
