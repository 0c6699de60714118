package chat.edge.guard;

import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;

/**
 * The process of a service. It exits with 0 when it is told to stop, at any time, so that operators
 * can tell a stop from a crash.
 *
 * <p>During the start there are no clients, so the process halts at once; closing a half-started
 * context would only log errors. After the start it closes the context first. A service never calls
 * {@code exit} itself.
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

  /** Starts the application; called by {@code main}. A failed start exits with 1. */
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

  /** Runs when the process is told to stop, concurrently with other shutdown hooks. */
  private void endEarly() {
    if (stage.get() == Stage.STARTING) {
      // The logging system is being stopped at the same time.
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
