package chat.gateway.broadcast;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.util.unit.DataSize;

/** A fan-out with the default settings of gateways; opened for benchmarks. */
public final class MeasuredBroadcast {

  private MeasuredBroadcast() {}

  /** Starts one. */
  public static Broadcast start() {
    BroadcastSettings settings =
        new BroadcastSettings(
            DataSize.ofMegabytes(1),
            1000,
            4,
            Duration.ofMillis(20),
            65_536,
            Duration.ofSeconds(25),
            Duration.ofSeconds(10));
    Broadcast broadcast =
        new Broadcast(
            Runtime.getRuntime().availableProcessors(),
            settings,
            InstantSource.system(),
            new FanOutMeter(new SimpleMeterRegistry()));
    broadcast.start();
    return broadcast;
  }
}
