package chat.edge.guard;

import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;

/**
 * The process of a service. To be told to stop is no failure, at whatever moment: the process then
 * ends with 0, so that who runs it can tell that from a crash.
 *
 * <p>While it still starts, nobody is connected and nothing is under way, so it just ends; parts
 * that were about to be made would only complain that others are gone. Later it first closes what
 * it has. A service that runs is ended by nobody but who tells it to: none calls {@code exit}.
 */
public final class ServiceProcess {

  private static final Logger LOG = LoggerFactory.getLogger(ServiceProcess.class);

  private enum Stage {
    STARTING,
    RUNNING,
    FAILED
  }

  private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.STARTING);

  private ServiceProcess() {}

  /** For a service's {@code main}: starts the application; who can't start ends with 1. */
  public static void run(Class<?> application, String... arguments) {
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, error) -> LOG.error("thread {} ended", thread.getName(), error));
    ServiceProcess process = new ServiceProcess();
    Runtime.getRuntime().addShutdownHook(new Thread(process::endEarly, "early-stop"));
    SpringApplication.getShutdownHandlers().add(process::endWell);
    process.start(application, arguments);
  }

  private void start(Class<?> application, String... arguments) {
    Stage reached = Stage.FAILED;
    try {
      SpringApplication.run(application, arguments);
      reached = Stage.RUNNING;
    } finally {
      stage.set(reached);
    }
  }

  /** Runs as soon as the process is told to stop, beside all else that does then. */
  private void endEarly() {
    if (stage.get() == Stage.STARTING) {
      // Not by the log, which is being stopped at the same time.
      System.out.println("told to stop before the start was over, ending at once");
      Runtime.getRuntime().halt(0);
    }
  }

  /** Runs when the application has closed. */
  private void endWell() {
    if (stage.get() == Stage.RUNNING) {
      Runtime.getRuntime().halt(0);
    }
  }
}
