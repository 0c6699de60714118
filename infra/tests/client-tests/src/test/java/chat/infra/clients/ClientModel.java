package chat.infra.clients;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Random steps of users, their devices, the network and the gateways. A seed decides all of them.
 */
final class ClientModel {

  /** What was sent: by which device, to which room, in which order. */
  record Sent(String id, String device, String room, String content, int number) {}

  private static final List<String> EMOJIS = List.of("👍", "🎉", ";)");
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(400);

  private final Random random;
  private final String name;
  private final Gateways gateways;
  private final List<ModelUser> users;
  private final List<String> rooms;
  private final List<String> trace = new ArrayList<>();
  private final Map<String, Sent> sent = new TreeMap<>();
  private final ModelChecks checks;

  ClientModel(
      long seed, Gateways gateways, List<ModelUser> users, List<String> rooms, ModelChecks checks) {
    this.random = new Random(seed);
    this.name = Long.toString(seed, 36);
    this.gateways = gateways;
    this.users = users;
    this.rooms = rooms;
    this.checks = checks;
  }

  /** The steps so far. */
  List<String> trace() {
    return trace;
  }

  /** Takes steps, repairs all that is broken, and compares clients and server. */
  void round(int steps) {
    for (int i = 0; i < steps; i++) {
      step();
    }
    note("heal");
    gateways.heal();
    users.forEach(ModelUser::heal);
    checks.check(sent);
  }

  private void step() {
    ModelUser user = users.get(random.nextInt(users.size()));
    String room = rooms.get(random.nextInt(rooms.size()));
    int choice = random.nextInt(100);
    int pick = random.nextInt(1000);
    if (choice >= 72) {
      fault(user, choice, pick);
    } else if (user.isAwake()) {
      action(user, room, choice, pick);
    }
    if (random.nextInt(3) == 0) {
      checks.pause(users, LONGEST_PAUSE.multipliedBy(1 + random.nextInt(3)).dividedBy(3));
    }
  }

  private void action(ModelUser user, String room, int choice, int pick) {
    if (choice < 40) {
      send(user, room);
    } else if (choice < 50) {
      change(user, room, "edit", Map.of("pick", pick, "own", true, "content", "edited " + pick));
    } else if (choice < 54) {
      change(user, room, "delete", Map.of("pick", pick, "own", true));
    } else if (choice < 64) {
      change(user, room, "react", Map.of("pick", pick, "emoji", EMOJIS.get(pick % 3)));
    } else {
      note(user.id + " reads " + room);
      user.call("read", Map.of("room", room));
    }
  }

  private void send(ModelUser user, String room) {
    int number = sent.size();
    String id = name + "-" + number;
    String content = "message " + number + " @" + users.get(number % users.size()).user();
    note(user.id + " sends " + id + " to " + room);
    sent.put(id, new Sent(id, user.id, room, content, number));
    user.call("send", Map.of("room", room, "id", id, "content", content));
  }

  private void change(ModelUser user, String room, String kind, Map<String, ?> fields) {
    Map<String, Object> command = new TreeMap<>(fields);
    command.put("room", room);
    command.put("kind", kind);
    note(user.id + " " + kind + " in " + room + " " + user.call("change", command));
  }

  private void fault(ModelUser user, int choice, int pick) {
    if (choice < 75) {
      note("kill gateway " + (1 + pick % 2));
      gateways.kill(1 + pick % 2);
    } else if (choice < 79) {
      note("start gateways");
      gateways.start();
    } else if (choice < 83) {
      note("cut " + user.id);
      user.line.cut();
    } else if (choice < 85) {
      note("stall " + user.id);
      user.line.stall();
    } else if (choice < 87) {
      note("slow " + user.id);
      user.line.slow(Duration.ofMillis(50 + pick % 200));
    } else if (choice < 92) {
      note("restore " + user.id);
      user.line.restore();
    } else if (choice < 95) {
      note("reload " + user.id);
      user.wake();
      checks.remember(user);
      user.restart();
    } else if (choice < 97) {
      note("sleep " + user.id);
      user.sleep();
    } else {
      note("wake " + user.id);
      user.wake();
    }
  }

  private void note(String step) {
    trace.add(step);
  }
}
