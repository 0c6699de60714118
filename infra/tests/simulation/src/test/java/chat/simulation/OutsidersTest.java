package chat.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import chat.contract.Author;
import chat.contract.event.MemberChange;
import chat.contract.event.Message;
import chat.contract.event.Role;
import chat.contract.event.RoomChange;
import chat.contract.event.RoomEvent;
import chat.contract.event.RoomEventCodec;
import chat.contract.event.Visibility;
import chat.contract.log.Identity;
import chat.contract.log.RoomPartition;
import chat.contract.log.Seq;
import chat.edge.problem.Refusal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Users who may not write in a room use none of its budget. */
class OutsidersTest {

  private static final Author ANN = new Author("ann", "ann");
  private static final Author BOB = new Author("bob", "bob");
  private static final Author EVE = new Author("eve", "eve");
  private static final int BUDGET = 5;
  private static final int TRIES = 3 * BUDGET;

  private final World world = new World(1, Fault.NONE, false, null);
  private int ids;

  @Test
  void outsiders_and_muted_members_do_not_use_a_private_rooms_budget() {
    append(created());
    append(member(MemberChange.Action.JOINED, null));
    append(member(MemberChange.Action.MUTED, Long.MAX_VALUE));
    SimulatedGateway gateway = started();

    for (int i = 0; i < TRIES; i++) {
      assertThat(send(gateway, EVE)).isEqualTo("NOT_FOUND");
      assertThat(send(gateway, BOB)).isEqualTo("FORBIDDEN");
    }
    for (int i = 0; i < BUDGET; i++) {
      assertThat(send(gateway, ANN)).isEqualTo("sent");
    }
    assertThat(send(gateway, ANN)).isEqualTo("RATE_LIMITED");
  }

  @Test
  void changes_count_against_a_rooms_budget_only_for_users_who_may_write() {
    append(created());
    long seq = append(new Message("dev", id(), ANN, "hi", 1, null, List.of(), List.of()));
    SimulatedGateway gateway = started();

    for (int i = 0; i < TRIES; i++) {
      assertThat(react(gateway, EVE, seq)).isEqualTo("NOT_FOUND");
    }
    for (int i = 0; i < BUDGET; i++) {
      assertThat(react(gateway, ANN, seq)).isEqualTo("done");
    }
    assertThat(react(gateway, ANN, seq)).isEqualTo("RATE_LIMITED");
  }

  private SimulatedGateway started() {
    settle();
    world.limits(
        SetLimits.of(
            Map.of(
                "chat.limits.send-room", BUDGET + "/1h",
                "chat.limits.change-user-room", BUDGET + "/1h"),
            world.time()));
    world.crash(0);
    SimulatedGateway gateway = world.gateways().get(0);
    gateway.feed().poll(1 << 20);
    return gateway;
  }

  private String send(SimulatedGateway gateway, Author user) {
    Recording outlet = new Recording();
    gateway.open(user.id(), outlet).send("r1", new Said("dev", user.id(), id(), "x", null), false);
    new Settling(world).quieten();
    String told = outlet.text().strip();
    return told.startsWith("#ack") ? "sent" : told.substring(told.lastIndexOf(' ') + 1);
  }

  private String react(SimulatedGateway gateway, Author user, long seq) {
    CompletableFuture<String> told =
        gateway
            .changes()
            .react(user, "dev", seq, "x" + ids++, false)
            .handle((done, error) -> error == null ? "done" : Refusal.from(error).code().name());
    new Settling(world).quieten();
    return told.join();
  }

  private void settle() {
    new Settling(world).run();
    assertThat(world.invariants().violation()).isNull();
  }

  private static RoomEvent created() {
    return new RoomChange(
        "dev", "c", RoomChange.Action.CREATED, "dev", Visibility.PRIVATE, 0, ANN, List.of(), 1);
  }

  private RoomEvent member(MemberChange.Action action, @Nullable Long untilAt) {
    Role role = action == MemberChange.Action.JOINED ? Role.MEMBER : null;
    return new MemberChange("dev", id(), BOB, action, role, ANN, untilAt, 1);
  }

  private long append(RoomEvent event) {
    int partition = RoomPartition.of(event.room(), world.log().epoch().partitions());
    return Seq.of(
        SimulatedLog.EPOCH,
        world
            .log()
            .append(
                partition,
                event.room(),
                RoomEventCodec.encode(event),
                event.type().getBytes(UTF_8),
                Identity.of(event, 0).toBytes(),
                null));
  }

  private String id() {
    return "id-" + ids++;
  }
}
