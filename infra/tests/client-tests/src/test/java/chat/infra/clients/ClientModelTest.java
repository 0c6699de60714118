package chat.infra.clients;

import chat.infra.system.ChatSystem;
import chat.infra.system.RunningSystem;
import java.io.IOException;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Clients in Node and in Chromium, of which two share their storage, against the real system: after
 * any faults each acknowledged message is there once and in order, nothing waits in an outbox, and
 * each store is equal to the server's history.
 *
 * <p>Each build takes the same few steps. By name, {@code -Dclient.seed=N} repeats the steps of a
 * seed, {@code -Dclient.rounds=N} and {@code -Dclient.steps=N} make more of them.
 */
@ExtendWith(RunningSystem.class)
@Isolated // ends gateways
final class ClientModelTest {

  /** Its steps cut three devices off, which send, and reload before they are connected again. */
  private static final long USUAL_SEED = 20_293;

  private static final int USUAL_STEPS = 60;
  private static final int ROUNDS = Integer.getInteger("client.rounds", 3);
  private static final int STEPS = Integer.getInteger("client.steps", 60);
  private static final long SEED =
      Long.getLong("client.seed", ThreadLocalRandom.current().nextLong(1L << 40));

  private final ChatSystem system;

  ClientModelTest(ChatSystem system) {
    this.system = system;
  }

  @Test
  void clients_and_server_agree_after_some_faults() throws IOException {
    new ModelRun(system, USUAL_SEED).agree(1, USUAL_STEPS);
  }

  @Test
  @Tag("model")
  void clients_and_server_agree_after_any_faults() throws IOException {
    new ModelRun(system, SEED).agree(ROUNDS, STEPS);
  }
}
