package chat.sockets.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class ReconnectScheduleTest {

  private static final FanOutSettings SETTINGS =
      new Binder(new MapConfigurationPropertySource())
          .bindOrCreate("chat.gateway.broadcast", FanOutSettings.class);

  private final FanOutMeter meter =
      new FanOutMeter(new SimpleMeterRegistry(), InstantSource.system());
  private final Shard shard =
      new Shard(0, SETTINGS, new OutboundBytes(1 << 20), () -> Instant.EPOCH, meter);
  private final List<RecordingOutlet> outlets =
      Stream.generate(RecordingOutlet::new).limit(4).toList();

  @Test
  void each_connection_gets_a_moment_of_its_own_spread_over_the_time() {
    schedule();

    assertThat(outlets.stream().map(outlet -> outlet.read))
        .containsExactlyInAnyOrder(reconnect(0), reconnect(1000), reconnect(2000), reconnect(3000));
    assertThat(outlets).allMatch(outlet -> outlet.closed == null);
  }

  @Test
  void who_should_be_gone_is_closed_and_may_come_back() {
    ReconnectSchedule leave = schedule();

    leave.closeDue(Duration.ofSeconds(1));
    settle();

    assertThat(outlets).filteredOn(outlet -> outlet.closed == CloseReason.RESTART).hasSize(2);
    assertThat(leave.remaining()).isEqualTo(2);

    leave.closeDue(Duration.ofSeconds(4));
    settle();

    assertThat(outlets).allMatch(outlet -> outlet.closed == CloseReason.RESTART);
    assertThat(leave.isOver()).isTrue();
  }

  @Test
  void a_connection_that_opens_late_is_told_once_and_closed_too() {
    ReconnectSchedule leave = schedule();
    RecordingOutlet late = new RecordingOutlet();
    shard.add(new Connection("late", late, shard, SETTINGS, 0));

    leave.tell(Duration.ofSeconds(3));
    leave.tell(Duration.ofSeconds(4));
    settle();

    assertThat(late.read).isEqualTo(reconnect(1000));
    assertThat(outlets).allMatch(outlet -> outlet.read.size() == 1);

    leave.closeDue(Duration.ofSeconds(4));
    settle();

    assertThat(late.closed).isEqualTo(CloseReason.RESTART);
    assertThat(leave.isOver()).isTrue();
  }

  @Test
  void without_anybody_it_is_over_at_once() {
    ReconnectSchedule leave = begin();

    assertThat(leave.isOver()).isTrue();
  }

  private ReconnectSchedule schedule() {
    outlets.forEach(outlet -> shard.add(new Connection("s", outlet, shard, SETTINGS, 0)));
    ReconnectSchedule leave = begin();
    settle();
    return leave;
  }

  private ReconnectSchedule begin() {
    ReconnectSchedule leave = new ReconnectSchedule(meter, Duration.ofSeconds(4), List.of(shard));
    leave.tell(Duration.ZERO);
    return leave;
  }

  /** What is done to a connection may bring about more. */
  private void settle() {
    for (int i = 0; i < 3; i++) {
      shard.step(0);
    }
  }

  private static List<String> reconnect(long after) {
    return List.of("{\"type\":\"reconnect\",\"afterMs\":" + after + "}");
  }
}
