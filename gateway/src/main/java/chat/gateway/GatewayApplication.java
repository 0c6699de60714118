package chat.gateway;

import chat.guard.GuardConfiguration;
import chat.tracing.RequestTraces;
import chat.tracing.TracingConfiguration;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Import;

/** Starts a gateway. */
@SpringBootApplication
@ConfigurationPropertiesScan
@Import({TracingConfiguration.class, RequestTraces.class, GuardConfiguration.class})
public class GatewayApplication {

  /** Runs until it is told to stop, which is no failure: then it exits with 0. */
  public static void main(String[] arguments) {
    EarlyStop earlyStop = EarlyStop.during();
    try {
      SpringApplication.run(GatewayApplication.class, arguments);
    } finally {
      earlyStop.isOver();
    }
    SpringApplication.getShutdownHandlers().add(() -> Runtime.getRuntime().halt(0));
  }
}
