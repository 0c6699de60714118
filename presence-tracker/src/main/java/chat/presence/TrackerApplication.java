package chat.presence;

import chat.edge.LogConfiguration;
import chat.edge.guard.OperatorsPortConfiguration;
import chat.edge.guard.ServiceProcess;
import chat.tracing.TracingConfiguration;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Import;

/** Starts a presence tracker. */
@SpringBootApplication
@ConfigurationPropertiesScan
@Import({TracingConfiguration.class, OperatorsPortConfiguration.class, LogConfiguration.class})
public class TrackerApplication {

  /** Runs until it is told to stop. */
  public static void main(String[] arguments) {
    ServiceProcess.run(TrackerApplication.class, arguments);
  }
}
