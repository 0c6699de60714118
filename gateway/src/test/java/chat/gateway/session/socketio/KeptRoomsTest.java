package chat.gateway.session.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import chat.gateway.session.TestHub;
import chat.sockets.fanout.Hub;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.core.StringRedisTemplate;

class KeptRoomsTest {

  private final Hub hub = TestHub.started();
  private final RoomKeeper keeper =
      new RoomKeeper(new StringRedisTemplate(), Duration.ofMinutes(1), room -> 600);
  private final KeptRooms rooms = keeper.keep("session", Map.of(), TestHub.connection(hub));

  @AfterEach
  void stop() {
    hub.stop();
  }

  /** The line may break before they come: until then the client's position is from before. */
  @Test
  void a_room_with_missed_events_is_resumed_before_them_until_a_later_position_came() {
    rooms.joined("general", 100, true);

    KeptRoom kept = kept();
    assertThat(kept.after(600)).isEqualTo(100);
    assertThat(kept.after(601)).isEqualTo(601);
  }

  @Test
  void a_room_without_missed_events_is_resumed_at_the_position() {
    rooms.joined("general", 100, false);

    assertThat(kept().after(600)).isEqualTo(600);
    assertThat(kept().after(50)).isEqualTo(100);
  }

  /** The room as another gateway finds it. */
  private KeptRoom kept() {
    return Objects.requireNonNull(
        Objects.requireNonNull(RoomKeeper.parse(RoomKeeper.text(rooms.snapshot()))).get("general"));
  }
}
