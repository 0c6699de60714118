package chat.bench.measure;

import chat.sockets.budget.ClientMemory;
import chat.sockets.fanout.FanOutSettings;
import chat.sockets.fanout.Hub;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.util.unit.DataSize;

/** A hub with the default settings of gateways. */
public final class RunningHub {

  private static final long ENOUGH = 128 << 20;

  private RunningHub() {}

  /** Starts one that runs until it is stopped. */
  public static Hub start() {
    FanOutSettings settings =
        new FanOutSettings(
            DataSize.ofMegabytes(1),
            1000,
            4,
            Duration.ofMillis(20),
            65_536,
            Duration.ofSeconds(25),
            Duration.ofSeconds(10));
    Hub hub =
        new Hub(
            Runtime.getRuntime().availableProcessors(),
            settings,
            new ClientMemory(ENOUGH),
            InstantSource.system(),
            new SimpleMeterRegistry());
    hub.start();
    return hub;
  }
}
