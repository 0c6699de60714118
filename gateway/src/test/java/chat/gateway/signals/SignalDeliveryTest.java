package chat.gateway.signals;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import chat.contract.Author;
import chat.contract.event.Read;
import chat.contract.event.Signal;
import chat.contract.event.SignalCodec;
import chat.contract.event.Typing;
import chat.contract.log.RecordHeaders;
import chat.contract.log.Topic;
import chat.gateway.kafka.RecordHandler;
import chat.gateway.session.TestHub;
import chat.sockets.budget.ClientMemory;
import chat.sockets.fanout.Connection;
import chat.sockets.fanout.FanOutSettings;
import chat.sockets.fanout.Hub;
import chat.sockets.fanout.SignIn;
import chat.sockets.fanout.UserConnections;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Which signals of the topic reach the sockets of a gateway, and which it sends. */
class SignalDeliveryTest {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Author ANN = new Author("id-ann", "ann");
  private static final Author BOB = new Author("id-bob", "bob");

  private Instant now = Instant.EPOCH;
  private final Hub hub =
      new Hub(
          1,
          new FanOutSettings(0, Duration.ofHours(1)),
          new ClientMemory(128 << 20),
          () -> now,
          new SimpleMeterRegistry());
  private final UserConnections connections = new UserConnections();
  private final TestHub.Recording socket = new TestHub.Recording();
  private final Connection connection = hub.open(socket);
  private final List<Read> moved = new ArrayList<>();
  private final MockProducer<String, byte[]> log =
      new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());
  private final Signals signals =
      Signals.over(log, () -> now, () -> now, new SimpleMeterRegistry());
  private final RecordHandler delivery = signals.delivery(hub, connections, moved::add);

  SignalDeliveryTest() {
    connections.put(BOB.id(), new SignIn("family", 1), connection);
  }

  @Test
  void a_joined_room_gets_markers_that_are_for_all_and_typing() {
    join("dev");
    delivery.handle(record(new Read("dev", ANN, 5), RecordHeaders.AUDIENCE_ROOM));
    delivery.handle(record(new Read("dev", ANN, 6), RecordHeaders.AUDIENCE_SELF));
    delivery.handle(record(new Typing("dev", ANN, true), null));

    assertThat(received()).containsExactly("read 5", "typing true");
  }

  @Test
  void a_user_who_is_here_gets_the_own_marker_of_any_room() {
    delivery.handle(record(new Read("elsewhere", BOB, 5), RecordHeaders.AUDIENCE_SELF));
    delivery.handle(record(new Read("elsewhere", BOB, 6), RecordHeaders.AUDIENCE_ROOM));

    assertThat(moved).extracting(Read::seq).containsExactly(5L, 6L);
    assertThat(received()).containsExactly("read 5", "read 6");
  }

  @Test
  void a_marker_whose_beginning_is_written_in_another_way_still_reaches_its_user() {
    byte[] value =
        "{ \"room\":\"dev\",\"seq\":7,\"user\":{\"id\":\"id-bob\",\"username\":\"bob\"},\"type\":\"read\"}"
            .getBytes(UTF_8);
    delivery.handle(record("dev", Read.TYPE, value, RecordHeaders.AUDIENCE_SELF));

    assertThat(moved).extracting(Read::seq).containsExactly(7L);
  }

  @Test
  void signals_for_no_one_here_are_not_even_read() {
    byte[] unreadable = SignalCodec.encode(new Read("dev", ANN, 5));
    unreadable[unreadable.length - 1] = '!';
    delivery.handle(record("dev", Read.TYPE, unreadable, RecordHeaders.AUDIENCE_ROOM));
    delivery.handle(record(new Read("dev", ANN, 5), RecordHeaders.AUDIENCE_ROOM));
    delivery.handle(record(new Typing("dev", ANN, true), null));

    assertThat(moved).isEmpty();
    signals.typing(ANN, "dev", true);
    assertThat(log.history()).hasSize(1);
  }

  @Test
  void typing_of_a_user_who_is_here_counts_in_the_limit_also_in_rooms_that_no_one_joined_here() {
    delivery.handle(record(new Typing("dev", BOB, true), null));

    signals.typing(BOB, "ops", true);
    assertThat(log.history()).isEmpty();
  }

  @Test
  void records_without_key_value_or_headers_harm_nothing() {
    delivery.handle(new ConsumerRecord<>(Topic.SIGNALS, 0, 0, null, new byte[0]));
    delivery.handle(new ConsumerRecord<>(Topic.SIGNALS, 0, 0, "dev".getBytes(UTF_8), null));
    join("dev");
    delivery.handle(
        new ConsumerRecord<>(
            Topic.SIGNALS,
            0,
            0,
            "dev".getBytes(UTF_8),
            SignalCodec.encode(new Typing("dev", ANN, true))));

    assertThat(received()).containsExactly("typing true");
  }

  @Test
  void markers_of_a_user_in_a_room_are_sent_once_a_second_to_those_who_may_be_told_then() {
    MarkerAudience[] audience = {MarkerAudience.ROOM};
    for (int seq = 1; seq <= 50; seq++) {
      signals.read(new Read("dev", ANN, seq), () -> audience[0]);
    }
    assertThat(sent()).containsExactly("1 everybody");
    audience[0] = MarkerAudience.OWN_DEVICES;
    pass(1000);
    assertThat(sent()).containsExactly("1 everybody", "50 oneself");

    signals.read(new Read("dev", ANN, 51), () -> audience[0]);
    audience[0] = MarkerAudience.NONE;
    pass(1000);
    assertThat(sent()).hasSize(2);
  }

  @Test
  void a_marker_that_the_log_did_not_take_is_sent_when_the_client_repeats_it() {
    log.sendException = new IllegalStateException("no log");
    signals.read(new Read("dev", ANN, 5), () -> MarkerAudience.ROOM);
    log.sendException = null;
    pass(1000);
    signals.read(new Read("dev", ANN, 5), () -> MarkerAudience.ROOM);

    assertThat(sent()).containsExactly("5 everybody");
  }

  @Test
  void waiting_markers_are_sent_when_the_gateway_stops() {
    signals.read(new Read("dev", ANN, 5), () -> MarkerAudience.ROOM);
    signals.read(new Read("dev", ANN, 6), () -> MarkerAudience.ROOM);
    signals.close();

    assertThat(sent()).containsExactly("5 everybody", "6 everybody");
  }

  @Test
  void keys_pressed_for_ten_seconds_are_four_signals() {
    for (int i = 0; i < 50; i++) {
      signals.typing(ANN, "dev", true);
      pass(200);
    }
    assertThat(log.history()).hasSize(4);
  }

  private void join(String room) {
    TestHub.join(connection, BOB.id(), room);
    assertThat(received()).hasSize(1);
  }

  /** What the socket got since the last call: the type, and what it tells. */
  private List<String> received() {
    hub.step(0);
    return socket.take().stream()
        .map(text -> JSON.readTree(text))
        .map(
            frame ->
                frame.path("type").stringValue("")
                    + " "
                    + frame.path(frame.has("seq") ? "seq" : "typing").asString(""))
        .toList();
  }

  private void pass(long millis) {
    now = now.plusMillis(millis);
    signals.publishDue(now.toEpochMilli());
  }

  private List<String> sent() {
    return log.history().stream().map(SignalDeliveryTest::shown).toList();
  }

  private static String shown(ProducerRecord<String, byte[]> record) {
    String audience =
        Optional.ofNullable(record.headers().lastHeader(RecordHeaders.AUDIENCE))
            .map(header -> RecordHeaders.text(header.value()))
            .orElse("");
    return ((Read) SignalCodec.decode(record.value())).seq() + " " + audience;
  }

  private static ConsumerRecord<byte[], byte[]> record(Signal signal, @Nullable String audience) {
    return record(signal.room(), signal.type(), SignalCodec.encode(signal), audience);
  }

  private static ConsumerRecord<byte[], byte[]> record(
      String room, String type, byte[] value, @Nullable String audience) {
    ConsumerRecord<byte[], byte[]> record =
        new ConsumerRecord<>(Topic.SIGNALS, 0, 0, room.getBytes(UTF_8), value);
    RecordHeaders.write(record.headers()::add, "1", type);
    if (audience != null) {
      record.headers().add(new RecordHeader(RecordHeaders.AUDIENCE, audience.getBytes(UTF_8)));
    }
    return record;
  }
}
