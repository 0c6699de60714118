package chat.writer;

import com.datastax.oss.driver.api.core.CqlSession;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;

/** A webhook as gateways define it in the table. */
final class DefinedWebhook {

  static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

  private static final CqlSession SESSION = TestKeyspace.shared().session();

  private final String name = "w" + UUID.randomUUID().toString().substring(0, 8);
  private String url;
  private Set<String> rooms;
  private List<String> secrets = List.of(SECRET);
  private String generation = "1";
  private String revision = "";
  private long startsAt;
  private boolean paused;
  private @Nullable Integer attempts;

  /** From the beginning of the topic on. */
  DefinedWebhook(String url, String... rooms) {
    this.url = url;
    this.rooms = Set.of(rooms);
  }

  /** Another receiver of other rooms. */
  DefinedWebhook to(String other, String... others) {
    url = other;
    rooms = Set.of(others);
    return write();
  }

  /** As if the receiver of the present revision had answered 410 to another process. */
  void gone() {
    SESSION.execute(
        "UPDATE webhook_status SET gone = ? WHERE name = ? AND generation = ?",
        revision,
        name,
        generation);
  }

  /** With other secrets, from its next write on. */
  DefinedWebhook secrets(String... all) {
    secrets = List.of(all);
    return this;
  }

  /** With a bound of its own, from its next write on. */
  DefinedWebhook attempts(int most) {
    attempts = most;
    return this;
  }

  DefinedWebhook paused(boolean is) {
    paused = is;
    return write();
  }

  DefinedWebhook from(long at) {
    startsAt = at;
    generation = UUID.randomUUID().toString();
    return write();
  }

  /** Writes it with another revision. */
  DefinedWebhook write() {
    revision = UUID.randomUUID().toString();
    SESSION.execute(
        "INSERT INTO webhooks (part, name, revision, generation, url, secrets, rooms, types,"
            + " attempts, starts_at, paused) VALUES (0, ?, ?, ?, ?, ?, ?, null, ?, ?, ?)",
        name,
        revision,
        generation,
        url,
        secrets,
        rooms,
        attempts,
        startsAt,
        paused);
    return this;
  }

  void delete() {
    SESSION.execute("DELETE FROM webhooks WHERE part = 0 AND name = ?", name);
  }

  String name() {
    return name;
  }

  String revision() {
    return revision;
  }

  String group() {
    return "chat-webhook-" + name + "-" + generation;
  }

  /** Number of processes that deliver to it. */
  int members(Admin admin) throws Exception {
    return Objects.requireNonNull(
            admin.describeConsumerGroups(List.of(group())).describedGroups().get(group()))
        .get(30, TimeUnit.SECONDS)
        .members()
        .size();
  }

  /** A column of what the senders report; null if there is nothing. */
  @Nullable String status(String column) {
    var row =
        SESSION
            .execute(
                "SELECT %s FROM webhook_status WHERE name = ? AND generation = ?".formatted(column),
                name,
                generation)
            .one();
    return row == null || row.isNull(0) ? null : String.valueOf(row.getObject(0));
  }
}
