package chat.bench.measure;

import chat.sockets.budget.ClientMemory;
import chat.sockets.fanout.FanOutSettings;
import chat.sockets.fanout.Hub;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;

/** A hub with the default settings of gateways. */
public final class RunningHub {

  private static final long ENOUGH = 128 << 20;

  private RunningHub() {}

  /** Starts one that runs until it is stopped. */
  public static Hub start() {
    Hub hub =
        new Hub(
            Runtime.getRuntime().availableProcessors(),
            new FanOutSettings(4, Duration.ofSeconds(25)),
            new ClientMemory(ENOUGH),
            InstantSource.system(),
            new SimpleMeterRegistry());
    hub.start();
    return hub;
  }
}
