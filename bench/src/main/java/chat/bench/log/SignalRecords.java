package chat.bench.log;

import chat.bench.measure.Benchmark;
import chat.bench.measure.Options;
import chat.bench.measure.RunningHub;
import chat.bench.measure.Table;
import chat.contract.Author;
import chat.contract.event.Read;
import chat.gateway.kafka.RecordHandler;
import chat.gateway.signals.MarkerAudience;
import chat.gateway.signals.Signals;
import chat.sockets.fanout.Hub;
import chat.sockets.fanout.UserConnections;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * How many signals a message causes, with the gateways' own limits and simulated people and time. A
 * person has one room open or none, reads what comes there, and is told of the rest when opening
 * its room.
 */
public final class SignalRecords implements Benchmark {

  private static final int STEP_MILLIS = 200;
  private static final int KEY_MILLIS = 400;
  private static final int TYPING_MILLIS = 8_000;

  @Override
  public String name() {
    return "signal-records";
  }

  @Override
  public String purpose() {
    return "how many signals a message causes, in a simulation of people who read and write";
  }

  @Override
  public Map<String, String> options() {
    return Map.of("people", "4000", "members", "20", "seconds", "600", "seed", "1");
  }

  @Override
  public void run(Options options) {
    Table table =
        new Table(
            System.out,
            "rooms a person",
            "seconds between a person's messages",
            "all rooms open",
            "messages a second and room",
            "markers moved a message",
            "markers sent",
            "typing sent");
    Hub hub = RunningHub.start();
    for (int rooms : new int[] {1, 5, 20}) {
      row(table, new World(hub, options, rooms, 100, false));
    }
    row(table, new World(hub, options, 1, 100, true));
    row(table, new World(hub, options, 1, 10, true));
    row(table, new World(hub, options, 1, 3, true));
    hub.stop();
  }

  private static void row(Table table, World world) {
    world.run();
    table.row(
        world.roomsEach,
        world.secondsBetween,
        world.allOpen ? "yes" : "no",
        1.0 * world.messages / world.rooms.size() / world.seconds,
        1.0 * world.moved / world.messages,
        1.0 * world.markersSent / world.messages,
        1.0 * (world.sent() - world.markersSent) / world.messages);
  }

  private static final class Person {
    final Author author;
    final List<Integer> rooms = new ArrayList<>();
    final Set<Integer> unread = new HashSet<>();
    int open = -1;
    long changesAt;
    long writesUntil;

    Person(int number) {
      this.author =
          new Author("0190b5a6-0000-7000-8000-0000%08d".formatted(number), "user" + number);
    }
  }

  private static final class World {
    final int roomsEach;
    final int secondsBetween;
    final boolean allOpen;
    final int seconds;
    final List<List<Person>> rooms = new ArrayList<>();
    final List<Person> people = new ArrayList<>();
    private final Random random;
    private final MockProducer<String, byte[]> log =
        new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private long now;
    private final Signals signals =
        Signals.over(log, () -> Instant.ofEpochMilli(now), () -> Instant.ofEpochMilli(now), meters);
    long messages;
    long moved;
    long markersSent;

    private final RecordHandler timer;

    World(Hub hub, Options options, int roomsEach, int secondsBetween, boolean allOpen) {
      this.timer = signals.delivery(hub, new UserConnections(), read -> {});
      this.roomsEach = roomsEach;
      this.secondsBetween = secondsBetween;
      this.allOpen = allOpen;
      this.seconds = options.number("seconds");
      this.random = new Random(options.number("seed"));
      int count = options.number("people");
      for (int i = 0; i < count; i++) {
        people.add(new Person(i));
      }
      int all = Math.max(1, count * roomsEach / options.number("members"));
      for (int room = 0; room < all; room++) {
        rooms.add(new ArrayList<>());
      }
      for (Person person : people) {
        while (person.rooms.size() < Math.min(roomsEach, all)) {
          // Some rooms are much larger than others; their mean is the number of members.
          int room = (int) (all * Math.pow(random.nextDouble(), roomsEach == 1 ? 1 : 1.5));
          if (!person.rooms.contains(room)) {
            person.rooms.add(room);
            rooms.get(room).add(person);
          }
        }
      }
    }

    double sent() {
      return meters.get("chat.gateway.signals").tag("outcome", "passed").counter().count();
    }

    void run() {
      for (now = 0; now < seconds * 1000L; now += STEP_MILLIS) {
        people.forEach(this::step);
        timer.polled(true);
        log.history().stream()
            .filter(record -> record.headers().lastHeader("audience") != null)
            .forEach(record -> markersSent++);
        log.clear();
      }
    }

    private void step(Person person) {
      if (now >= person.changesAt && person.writesUntil == 0) {
        turn(person);
      }
      if (person.open < 0) {
        return;
      }
      String room = Records.room(person.open);
      if (person.writesUntil == 0) {
        // Those who have no room open write the less, so that the mean is as it is given.
        double perStep = STEP_MILLIS / 1000.0 / secondsBetween * (allOpen ? 1 : 2);
        if (random.nextDouble() < perStep) {
          person.writesUntil = now + Math.min(TYPING_MILLIS, secondsBetween * 500L);
        }
      } else if (now >= person.writesUntil) {
        person.writesUntil = 0;
        signals.typing(person.author, room, false);
        say(person.open);
      } else if (now % KEY_MILLIS == 0) {
        signals.typing(person.author, room, true);
      }
    }

    /** Opens another room, first of all one with news, or looks away. */
    private void turn(Person person) {
      person.changesAt = now + (long) (-Math.log(1 - random.nextDouble()) * 60_000);
      if (!allOpen && person.open >= 0) {
        person.open = -1;
        return;
      }
      List<Integer> choice = person.unread.isEmpty() ? person.rooms : List.copyOf(person.unread);
      person.open = choice.get(random.nextInt(choice.size()));
      if (person.unread.remove(person.open)) {
        read(person, person.open);
      }
    }

    private void say(int room) {
      messages++;
      for (Person member : rooms.get(room)) {
        if (member.open == room) {
          read(member, room);
        } else {
          member.unread.add(room);
        }
      }
    }

    private void read(Person person, int room) {
      moved++;
      signals.read(
          new Read(Records.room(room), person.author, messages), () -> MarkerAudience.ROOM);
    }
  }
}
