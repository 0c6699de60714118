package chat.contract.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoomPartitionTest {

  /**
   * Computed by murmur2 of Kafka's own client; every length modulo 4, the shortest, the longest.
   */
  @ParameterizedTest
  @CsvSource({
    "general, 7, 5, 899133079",
    "a, 4, 5, 584102524",
    "ab, 2, 0, 316155434",
    "abc, 3, 4, 479470107",
    "abcd, 20, 5, 823834100",
    "abcde, 13, 4, 461995741",
    "room-1, 15, 0, 2145733863",
    "dev, 6, 4, 2039823846",
    "0, 20, 3, 971027396",
    "x.y_z-9, 3, 4, 876027555",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, 23, 0, 902822879"
  })
  void a_room_stands_where_kafka_s_own_partitioner_would_put_it(
      String room, int of24, int of7, int ofMost) {
    assertThat(RoomPartition.of(room, 24)).isEqualTo(of24);
    assertThat(RoomPartition.of(room, 7)).isEqualTo(of7);
    assertThat(RoomPartition.of(room, Integer.MAX_VALUE)).isEqualTo(ofMost);
  }

  @Test
  void one_partition_holds_every_room() {
    assertThat(RoomPartition.of("general", 1)).isZero();
  }

  @Test
  void a_log_without_partitions_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RoomPartition.of("general", 0))
        .withMessage("partitions: 0 (expected: > 0)");
  }
}
