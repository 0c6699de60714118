package chat.writer;

import static org.assertj.core.api.Assertions.assertThat;

import chat.contract.log.RoomPartition;
import chat.infra.devstack.Backends;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** Webhooks whose definitions change while a writer delivers to them. */
class WebhookChangesTest {

  private static final TestKeyspace KEYSPACE = TestKeyspace.shared();
  private static final String KAFKA = Backends.shared().kafka();
  private static final ResolvedLog LOG = new ResolvedLog(KAFKA);
  private static final Admin ADMIN = Admin.create(Map.of("bootstrap.servers", KAFKA));
  private static final ConfigurableApplicationContext WRITER = start();

  private final String room = "r" + UUID.randomUUID();
  private final List<DefinedWebhook> hooks = new ArrayList<>();

  private static ConfigurableApplicationContext start() {
    return new SpringApplicationBuilder(WriterApplication.class)
        .run(
            KEYSPACE
                .arguments(
                    "--management.server.port=0",
                    "--chat.writer.webhooks.timeout=20s",
                    "--chat.writer.webhooks.allowed-networks=127.0.0.0/8")
                .toArray(String[]::new));
  }

  @AfterAll
  static void close() {
    WRITER.close();
    LOG.close();
    ADMIN.close();
  }

  @AfterEach
  void delete() {
    hooks.forEach(DefinedWebhook::delete);
  }

  /** The events of both rooms wait, or were passed over, behind one that is under way. */
  @Test
  void a_new_receiver_of_another_room_gets_its_waiting_events_and_none_of_the_former_room()
      throws Throwable {
    String other = inSamePartition();
    say(room, "m-1");
    say(other, "m-1");
    say(room, "m-2");
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
      say(other, "m-2");
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
      say(room, "m-1");
      Eventually.holds(() -> assertThat(receiver.accepted()).hasSize(1));
      hook.gone();
      awaitNoMember(hook);
      say(room, "m-2");
      hook.write();
      Eventually.holds(() -> assertThat(receiver.bodies(room)).isEqualTo(LOG.published(room)));
    }
  }

  /** As after a newer gateway wrote it: nothing of it is deleted, and no other is held up. */
  @Test
  void a_definition_that_can_not_be_read_keeps_its_place() throws Throwable {
    try (WebhookReceiver receiver = new WebhookReceiver()) {
      DefinedWebhook hook = define(receiver, room);
      say(room, "m-1");
      Eventually.holds(() -> assertThat(receiver.accepted()).hasSize(1));
      hook.secrets("v2");
      awaitNoMember(hook);
      awaitChanges();
      say(room, "m-2");
      hook.secrets(DefinedWebhook.SECRET);
      Eventually.holds(() -> assertThat(receiver.bodies(room)).hasSize(2));

      assertThat(receiver.all()).extracting(WebhookReceiver.Delivery::id).doesNotHaveDuplicates();
    }
  }

  private DefinedWebhook define(WebhookReceiver receiver, String... rooms) {
    DefinedWebhook hook = new DefinedWebhook(receiver.url(), rooms).write();
    hooks.add(hook);
    return hook;
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
    say(last, "m");
    try (WebhookReceiver receiver = new WebhookReceiver()) {
      define(receiver, last);
      Eventually.holds(() -> assertThat(receiver.accepted()).hasSize(1));
    }
  }

  private static void awaitNoMember(DefinedWebhook hook) throws Throwable {
    Eventually.holds(() -> assertThat(hook.members(ADMIN)).isZero());
  }

  private static void say(String room, String id) throws Exception {
    var unused = LOG.say(room, id).get(30, TimeUnit.SECONDS);
  }
}
