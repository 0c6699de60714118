package chat.infra.setup;

import chat.contract.log.Topic;
import chat.epochs.LogEpoch;
import chat.epochs.LogEpochs;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.CqlSessionBuilder;
import com.datastax.oss.driver.api.core.DriverException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** Runs the setup: topics and tables in parallel, then the epoch of the room log. */
final class Setup {

  private final Map<String, Object> kafka;
  private final CqlSessionBuilder sessions;
  private final @Nullable String keyspace;
  private final SetupSettings settings;

  Setup(
      Map<String, Object> kafka,
      CqlSessionBuilder sessions,
      @Nullable String keyspace,
      SetupSettings settings) {
    this.kafka = kafka;
    this.sessions = sessions;
    this.keyspace = keyspace;
    this.settings = settings;
  }

  /**
   * Creates what is missing.
   *
   * @return a line with the result
   * @throws SetupFailure with the reason in one line
   */
  String run() throws InterruptedException {
    Executor ownThread = task -> new Thread(task, "setup-topics").start();
    try (Admin admin = Admin.create(kafka)) {
      CompletableFuture<Integer> topics =
          CompletableFuture.supplyAsync(
              () -> new TopicSetup(admin, settings).run(Topic.ALL), ownThread);
      try (CqlSession tables = sessions.build()) {
        int migrations = new Schema(tables, settings).migrate(keyspaceName());
        int made = topics.join();
        LogEpoch epoch = new LogEpochs(admin, tables).current(Topic.MESSAGES);
        return "%d topics made, %d there; %d migrations applied to keyspace %s; %s has %d partitions, epoch %d"
            .formatted(
                made,
                Topic.ALL.size() - made,
                migrations,
                keyspaceName(),
                Topic.MESSAGES,
                epoch.partitions(),
                epoch.epoch());
      }
    } catch (CompletionException e) {
      throw failure(e.getCause() == null ? e : e.getCause());
    } catch (DriverException | KafkaException | IllegalStateException e) {
      throw failure(e);
    }
  }

  private String keyspaceName() {
    if (keyspace == null || !keyspace.matches("[a-z][a-z0-9_]{0,47}")) {
      throw new SetupFailure("keyspace: " + keyspace + " (expected: [a-z][a-z0-9_]{0,47})");
    }
    return keyspace;
  }

  private static SetupFailure failure(Throwable cause) {
    if (cause instanceof SetupFailure failure) {
      return failure;
    }
    String message = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    return new SetupFailure(cause.getClass().getSimpleName() + ": " + message, cause);
  }
}
