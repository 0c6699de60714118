package chat.writer.room;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The bound of a room's last message, from event to event. */
class RoomEndTest {

  private static final BucketLimit THREE = new BucketLimit(3, 1_000);

  @Test
  void events_that_are_no_messages_leave_it_where_it_was() {
    RoomEnd end = RoomEnd.NONE.followedBy(5, 1, false, THREE);
    assertThat(end.lastMessage()).isZero();
    end = end.followedBy(6, 1, true, THREE);
    assertThat(end.lastMessage()).isEqualTo(6);
    assertThat(end.followedBy(7, 1, false, THREE).lastMessage()).isEqualTo(6);
  }

  @Test
  void it_is_known_across_buckets() {
    RoomEnd full = new RoomEnd(9, 5, 3, 3, 6);
    assertThat(full.followedBy(12, 1, false, THREE)).isEqualTo(new RoomEnd(12, 12, 1, 1, 6));
    assertThat(full.followedBy(12, 1, true, THREE)).isEqualTo(new RoomEnd(12, 12, 1, 1, 12));
  }

  @Test
  void a_bucket_whose_messages_are_not_all_in_the_table_stays_so_and_the_next_one_is_whole() {
    RoomEnd earlier = new RoomEnd(9, 8, 2, 2, RoomEnd.UNKNOWN);
    RoomEnd full = earlier.followedBy(10, 1, true, THREE);
    assertThat(full.lastMessage()).isEqualTo(RoomEnd.UNKNOWN);
    RoomEnd next = full.followedBy(12, 1, false, THREE);
    assertThat(next.lastMessage()).isEqualTo(10);
    assertThat(next.followedBy(13, 1, true, THREE).lastMessage()).isEqualTo(13);
  }
}
