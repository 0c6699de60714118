package chat.infra.clients;

import chat.infra.system.ChatSystem;
import chat.infra.system.RunningSystem;
import com.microsoft.playwright.BrowserContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Clients in Node and in Chromium, of which two share their storage, against the real system: after
 * any faults each acknowledged message is there once and in order, nothing waits in an outbox, and
 * each store is equal to the server's history.
 *
 * <p>{@code -Dclient.seed=N} repeats the steps of a seed, {@code -Dclient.rounds=N} and {@code
 * -Dclient.steps=N} make more of them.
 */
@Tag("model")
@ExtendWith(RunningSystem.class)
final class ClientModelTest {

  private static final int ROUNDS = Integer.getInteger("client.rounds", 3);
  private static final int STEPS = Integer.getInteger("client.steps", 60);
  private static final long SEED =
      Long.getLong("client.seed", ThreadLocalRandom.current().nextLong(1L << 40));

  private final List<ModelUser> users = new ArrayList<>();
  private final List<FaultyLine> lines = new ArrayList<>();
  private final List<String> people = names("ann", "ben", "cleo");
  private final List<String> rooms = names("open", "slow", "quiet");
  private final ChatSystem system;
  private final Gateways control;
  private final Service service;
  private final List<String> tokens;

  ClientModelTest(ChatSystem system) {
    this.system = system;
    control = new Gateways(system);
    service = new Service(system.gateway(1));
    tokens = people.stream().map(service::user).toList();
  }

  private static List<String> names(String... names) {
    String suffix = "-" + Long.toString(SEED, 36);
    return Stream.of(names).map(name -> name + suffix).toList();
  }

  @Test
  void clients_and_server_agree_after_any_faults() throws IOException {
    makeRooms();
    try (Chromium chromium = new Chromium();
        BrowserContext desk = chromium.browser().newContext();
        BrowserContext phone = chromium.browser().newContext()) {
      FaultyLine toDesk = line(1, 2);
      FaultyLine toPhone = line(2, 1);
      FaultyLine toProcess = line(2, 1);
      Path files = Files.createTempDirectory(NodeRuntime.TARGET, "ben");
      add("ann's first tab", new TabDevice(desk, toDesk.address()), toDesk, 0);
      add("ann's second tab", new TabDevice(desk, toDesk.address()), toDesk, 0);
      add("ben's process", new NodeDevice(files), toProcess, 1);
      add("cleo's phone", new TabDevice(phone, toPhone.address()), toPhone, 2);
      ModelChecks checks = new ModelChecks(service, users, rooms);
      run(new ClientModel(SEED, control, users, rooms, checks));
    } finally {
      users.forEach(user -> user.device.close());
      lines.forEach(FaultyLine::close);
      control.heal();
    }
  }

  /** An open room, one in slow mode, and one in which cleo is muted. */
  private void makeRooms() {
    String owner = people.get(0);
    service.room(rooms.get(0), Map.of("visibility", "public", "owner", owner), people);
    Map<String, ?> slow = Map.of("visibility", "private", "owner", owner, "slowModeSeconds", 1);
    service.room(rooms.get(1), slow, people);
    service.room(rooms.get(2), Map.of("visibility", "private", "owner", owner), people);
    String mute = "/api/rooms/" + rooms.get(2) + "/mutes/" + people.get(2);
    service.call(tokens.get(0), "PUT", mute, Map.of("untilAt", 4_000_000_000_000L));
  }

  private FaultyLine line(int... order) {
    FaultyLine line = new FaultyLine(IntStream.of(order).mapToObj(system::gateway).toList());
    lines.add(line);
    return line;
  }

  private void add(String id, Device device, FaultyLine line, int person) {
    Map<String, ?> opening =
        Map.of(
            "url", line.address().toString(),
            "user", people.get(person),
            "token", tokens.get(person),
            "storage", "chat-" + people.get(person),
            "rooms", rooms);
    users.add(new ModelUser(id, device, line, opening));
  }

  private static void run(ClientModel model) {
    try {
      for (int i = 0; i < ROUNDS; i++) {
        model.round(STEPS);
      }
    } catch (AssertionError | RuntimeException failure) {
      throw new AssertionError(
          "-Dclient.seed=%d -Dclient.steps=%d: %s\nafter:\n%s"
              .formatted(SEED, STEPS, failure.getMessage(), String.join("\n", model.trace())),
          failure);
    }
  }
}
