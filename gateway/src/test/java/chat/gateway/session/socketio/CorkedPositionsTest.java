package chat.gateway.session.socketio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import chat.contract.log.Seq;
import chat.gateway.log.StreamPosition;
import chat.sockets.budget.ClientMemory;
import chat.sockets.fanout.Batch;
import chat.sockets.fanout.Connection;
import chat.sockets.fanout.FanOutSettings;
import chat.sockets.fanout.Frame;
import chat.sockets.fanout.Hub;
import chat.sockets.fanout.Outlet;
import chat.sockets.fanout.WireFormat;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A line may break between any two packets of a client that recovers. */
class CorkedPositionsTest {

  private static final StreamPosition POSITION =
      StreamPosition.before(1, 24).with("dev", Seq.of(1, 5));

  private final List<String> packets = new ArrayList<>();

  @Test
  void only_the_mark_behind_the_missed_events_and_what_follows_it_have_positions() {
    Hub hub =
        new Hub(
            1,
            new FanOutSettings(4, Duration.ofMinutes(1)),
            new ClientMemory(16_000_000),
            InstantSource.system(),
            new SimpleMeterRegistry());
    Connection connection = hub.open(new Packets());
    connection.cork();
    connection.sendPosition(frame("live"));
    connection.sendMark(frame("recovered"));
    connection.sendPosition(frame("later"));
    connection.uncork();
    hub.step(0);

    String position = ",\"" + new String(POSITION.text(), UTF_8) + "\"";
    assertThat(packets)
        .containsExactly(
            "42[\"live\",{}]",
            "42[\"recovered\",{}" + position + "]",
            "42[\"later\",{}" + position + "]");
  }

  private static Frame frame(String type) {
    return Frame.marker(type, "{}".getBytes(UTF_8), POSITION);
  }

  private final class Packets implements Outlet {

    @Override
    public WireFormat format() {
      return SocketIoFormat.ONLY;
    }

    @Override
    public void write(ByteBuffer bytes, Batch batch, Consumer<@Nullable Throwable> done) {
      SocketIoFormat.packets(batch)
          .forEach(packet -> packets.add(new String(packet.bytes(), UTF_8)));
      done.accept(null);
    }

    @Override
    public void end() {}

    @Override
    public void abort() {}
  }
}
