package chat.infra.clients;

import chat.infra.system.ChatSystem;
import com.microsoft.playwright.BrowserContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Random steps on a running system, with devices of three people of whom one has two tabs. */
final class ModelRun {

  private final List<ModelUser> users = new ArrayList<>();
  private final List<FaultyLine> lines = new ArrayList<>();
  private final List<String> people;
  private final List<String> rooms;
  private final long seed;
  private final ChatSystem system;
  private final Gateways control;
  private final Service service;
  private final List<String> tokens;

  /**
   * Makes the users and their rooms.
   *
   * @param seed decides all steps
   */
  ModelRun(ChatSystem system, long seed) {
    this.system = system;
    this.seed = seed;
    people = names("ann", "ben", "cleo");
    rooms = names("open", "slow", "quiet");
    control = new Gateways(system);
    service = new Service(system.gateway(1));
    tokens = people.stream().map(service::user).toList();
  }

  private List<String> names(String... names) {
    String suffix = "-" + Long.toString(seed, 36);
    return Stream.of(names).map(name -> name + suffix).toList();
  }

  /** Opens the devices, and takes steps in rounds: after each round clients and server agree. */
  void agree(int rounds, int steps) throws IOException {
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
      run(new ClientModel(seed, control, users, rooms, checks), rounds, steps);
    } finally {
      control.heal();
      users.forEach(user -> user.device.close());
      lines.forEach(FaultyLine::close);
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

  private void run(ClientModel model, int rounds, int steps) {
    try {
      for (int i = 0; i < rounds; i++) {
        model.round(steps);
      }
    } catch (AssertionError | RuntimeException failure) {
      throw new AssertionError(
          "-Dclient.seed=%d -Dclient.steps=%d: %s\nafter:\n%s"
              .formatted(seed, steps, failure.getMessage(), String.join("\n", model.trace())),
          failure);
    }
  }
}
