package chat.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import chat.contract.Author;
import chat.contract.event.Deleted;
import chat.contract.event.Message;
import chat.contract.event.RoomChange;
import chat.contract.event.RoomEvent;
import chat.contract.event.RoomEventCodec;
import chat.contract.event.Visibility;
import chat.contract.log.Identity;
import chat.contract.log.RoomPartition;
import chat.contract.log.Seq;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Slow mode at a gateway that has just started, in a room that it has never seen. */
class SlowModeTest {

  private static final Author ANN = new Author("ann", "ann");
  private static final Author BOB = new Author("bob", "bob");

  /** The longest allowed value, because the end of a world takes time too. */
  private static final long SLOW_MILLIS = 6 * 60 * 60 * 1000;

  /** Each from another user; more than are read at once or fit into a tail. */
  private static final int OTHERS = 500;

  private final World world = new World(1, Fault.NONE, false, null);
  private final long start = laterThanSlowModeReaches();
  private int ids;

  @Test
  void an_author_from_before_the_start_of_the_gateway_still_waits() {
    append(created());
    append(message(BOB));
    others();

    assertThat(answerTo(BOB)).contains("RATE_LIMITED");
    assertThat(answerTo(new Author("new", "new"))).contains("#ack");
    assertThat(answerTo(ANN)).contains("#ack");
    world.time().pass(SLOW_MILLIS);
    assertThat(answerTo(BOB)).contains("#ack");
  }

  @Test
  void an_author_who_deleted_the_message_waits_as_well() {
    append(created());
    long seq = append(message(BOB));
    append(new Deleted("slow", id(), BOB, seq, start));
    others();

    assertThat(answerTo(BOB)).contains("RATE_LIMITED");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 16, 20, 24, 30})
  void an_author_who_writes_while_the_room_is_being_loaded_waits_from_then_on(int steps) {
    append(created());
    settle();
    SimulatedGateway gateway = started();
    send(gateway, new Author("new", "new"));
    for (int i = 0; i < steps; i++) {
      world.network().step();
    }
    append(message(BOB));
    gateway.feed().poll(1 << 20);
    settle();
    Recording told = send(gateway, BOB);
    settle();

    assertThat(told.text()).contains("RATE_LIMITED");
  }

  /** The answer to a send at a gateway that starts now. */
  private String answerTo(Author user) {
    settle();
    Recording told = send(started(), user);
    settle();
    return told.text();
  }

  private SimulatedGateway started() {
    world.crash(0);
    SimulatedGateway gateway = world.gateways().get(0);
    gateway.feed().poll(1 << 20);
    return gateway;
  }

  private Recording send(SimulatedGateway gateway, Author user) {
    Recording outlet = new Recording();
    gateway.open(user.id(), outlet).send("r1", new Said("slow", user.id(), id(), "x", null), false);
    return outlet;
  }

  /** A world's time begins near zero, where every user would have written just now. */
  private long laterThanSlowModeReaches() {
    world.time().pass(SLOW_MILLIS);
    return world.time().millis();
  }

  private void settle() {
    new Settling(world).run();
    assertThat(world.invariants().violation()).isNull();
  }

  private void others() {
    for (int i = 0; i < OTHERS; i++) {
      append(message(new Author("other" + i, "other" + i)));
    }
  }

  private static RoomEvent created() {
    return new RoomChange(
        "slow",
        "c",
        RoomChange.Action.CREATED,
        "slow",
        Visibility.PUBLIC,
        (int) (SLOW_MILLIS / 1000),
        ANN,
        List.of(),
        1);
  }

  private RoomEvent message(Author user) {
    return new Message("slow", id(), user, "hi", start, null, List.of(), List.of());
  }

  private long append(RoomEvent event) {
    int partition = RoomPartition.of("slow", world.log().epoch().partitions());
    return Seq.of(
        SimulatedLog.EPOCH,
        world
            .log()
            .append(
                partition,
                "slow",
                RoomEventCodec.encode(event),
                event.type().getBytes(UTF_8),
                Identity.of(event, 0).toBytes(),
                null));
  }

  private String id() {
    return "id-" + ids++;
  }
}
