package chat.writer;

import static org.assertj.core.api.Assertions.assertThat;

import chat.contract.log.RoomPartition;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Webhooks whose definitions change while a writer delivers to them. */
class WebhookChangesTest {

  @RegisterExtension static final HookedWriter WRITER = new HookedWriter("timeout=20s");

  private static final ResolvedLog LOG = WRITER.log;

  private final String room = "r" + UUID.randomUUID();

  /** The events of both rooms wait, or were passed over, behind one that is under way. */
  @Test
  void a_new_receiver_of_another_room_gets_its_waiting_events_and_none_of_the_former_room()
      throws Throwable {
    String other = inSamePartition();
    WRITER.say(room, "m-1");
    WRITER.say(other, "m-1");
    WRITER.say(room, "m-2");
    Eventually.holds(() -> assertThat(LOG.published(room)).hasSize(2));
    CountDownLatch released = new CountDownLatch(1);
    try (WebhookReceiver former =
            new WebhookReceiver(
                (delivery, exchange) -> released.await(60, TimeUnit.SECONDS) ? 204 : 500);
        WebhookReceiver later = new WebhookReceiver()) {
      DefinedWebhook hook = define(former, room);
      Eventually.holds(() -> assertThat(former.all()).hasSize(1));
      hook.to(later.url(), other);
      awaitChanges();
      released.countDown();
      Eventually.holds(() -> assertThat(later.accepted()).hasSize(1));
      WRITER.say(other, "m-2");
      Eventually.holds(() -> assertThat(later.accepted()).hasSize(2));

      assertThat(later.bodies(other)).isEqualTo(LOG.published(other));
      assertThat(later.all()).extracting(WebhookReceiver.Delivery::room).containsOnly(other);
      assertThat(former.bodies(room)).isEqualTo(LOG.published(room).subList(0, 1));
    }
  }

  @Test
  void an_answer_410_to_another_process_ends_the_deliveries_of_this_one() throws Throwable {
    try (WebhookReceiver receiver = new WebhookReceiver()) {
      DefinedWebhook hook = define(receiver, room);
      WRITER.say(room, "m-1");
      Eventually.holds(() -> assertThat(receiver.accepted()).hasSize(1));
      hook.gone();
      awaitNoMember(hook);
      WRITER.say(room, "m-2");
      hook.write();
      Eventually.holds(() -> assertThat(receiver.bodies(room)).isEqualTo(LOG.published(room)));
    }
  }

  /** As after a newer gateway wrote it: nothing of it is deleted, and no other is held up. */
  @Test
  void a_definition_that_can_not_be_read_keeps_its_place() throws Throwable {
    try (WebhookReceiver receiver = new WebhookReceiver()) {
      DefinedWebhook hook = define(receiver, room);
      WRITER.say(room, "m-1");
      Eventually.holds(() -> assertThat(receiver.accepted()).hasSize(1));
      hook.secrets("v2").write();
      awaitNoMember(hook);
      awaitChanges();
      WRITER.say(room, "m-2");
      hook.secrets(DefinedWebhook.SECRET).write();
      Eventually.holds(() -> assertThat(receiver.bodies(room)).hasSize(2));

      assertThat(receiver.all()).extracting(WebhookReceiver.Delivery::id).doesNotHaveDuplicates();
    }
  }

  private static DefinedWebhook define(WebhookReceiver receiver, String... rooms) {
    return WRITER.define(receiver.url(), rooms);
  }

  private String inSamePartition() {
    int number = 0;
    while (partition(room + "-" + number) != partition(room)) {
      number++;
    }
    return room + "-" + number;
  }

  private static int partition(String room) {
    return RoomPartition.of(room, RoomOfLog.PARTITIONS);
  }

  /** A webhook that is defined now works: the definitions before it are read as well. */
  private void awaitChanges() throws Throwable {
    String last = "r" + UUID.randomUUID();
    WRITER.say(last, "m");
    try (WebhookReceiver receiver = new WebhookReceiver()) {
      define(receiver, last);
      Eventually.holds(() -> assertThat(receiver.accepted()).hasSize(1));
    }
  }

  private static void awaitNoMember(DefinedWebhook hook) throws Throwable {
    Eventually.holds(() -> assertThat(hook.members(WRITER.admin)).isZero());
  }
}
