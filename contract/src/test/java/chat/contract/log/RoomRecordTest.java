package chat.contract.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoomRecordTest {

  private static final int PARTITIONS = 24;
  private static final int DEV = RoomPartition.of("dev", PARTITIONS);
  private static final Identity IDENTITY = new Identity(1, 2, 3);
  private static final byte[] VALUE = bytes("{\"type\":\"message\"}");

  @Test
  void a_record_is_read_without_a_copy_of_its_value() {
    RoomRecord record = read("dev", VALUE, "message", IDENTITY.toBytes(), DEV);

    assertThat(record.room()).isEqualTo("dev");
    assertThat(record.type()).isEqualTo("message");
    assertThat(record.identity()).isEqualTo(IDENTITY);
    assertThat(record.value()).isSameAs(VALUE);
    assertThat(record.fault()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "No Room", "dev\u0000"})
  void a_key_that_names_no_room_makes_it_no_event(String key) {
    assertThat(read(key, VALUE, "message", IDENTITY.toBytes(), DEV).room()).isNull();
  }

  @Test
  void without_a_key_it_is_no_event() {
    assertThat(read(null, VALUE, "message", IDENTITY.toBytes(), DEV).room()).isNull();
  }

  @Test
  void in_another_partition_than_its_rooms_it_is_no_event() {
    RoomRecord record = read("dev", VALUE, "message", IDENTITY.toBytes(), (DEV + 1) % PARTITIONS);

    assertThat(record.room()).isNull();
    assertThat(record.fault()).isNotBlank();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "[1,2,3]", "poison", "{\"type\"", "{ \"type\":1}"})
  void a_value_that_is_no_object_with_fields_is_replaced(String value) {
    RoomRecord record = read("dev", bytes(value), "message", IDENTITY.toBytes(), DEV);

    assertThat(record.type()).isEqualTo("unreadable");
    assertThat(record.identity()).isEqualTo(IDENTITY);
    assertThat(new String(record.value(), UTF_8))
        .isEqualTo("{\"type\":\"unreadable\",\"room\":\"dev\"}");
  }

  @Test
  void a_value_over_the_limit_is_replaced() {
    byte[] largest = bytes("{\"" + "x".repeat(RoomRecord.MAX_VALUE - 6) + "\":1}");
    assertThat(largest).hasSize(RoomRecord.MAX_VALUE);

    assertThat(read("dev", largest, "message", IDENTITY.toBytes(), DEV).type())
        .isEqualTo("message");
    assertThat(
            read(
                    "dev",
                    bytes("{\"" + "x".repeat(RoomRecord.MAX_VALUE) + "\":1}"),
                    "message",
                    IDENTITY.toBytes(),
                    DEV)
                .type())
        .isEqualTo("unreadable");
  }

  @Test
  void without_identity_or_type_it_is_replaced() {
    assertThat(read("dev", VALUE, null, IDENTITY.toBytes(), DEV).type()).isEqualTo("unreadable");
    assertThat(read("dev", VALUE, "message", null, DEV).type()).isEqualTo("unreadable");
    assertThat(read("dev", VALUE, "message", new byte[19], DEV).type()).isEqualTo("unreadable");
  }

  private static RoomRecord read(
      @Nullable String key,
      byte[] value,
      @Nullable String type,
      byte @Nullable [] identity,
      int partition) {
    return RoomRecord.read(
        key == null ? null : bytes(key),
        value,
        type == null ? null : bytes(type),
        identity,
        null,
        partition,
        PARTITIONS);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
