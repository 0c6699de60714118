package chat.writer;

import chat.edge.LogConfiguration;
import chat.edge.TablesConfiguration;
import chat.edge.guard.OperatorsPortConfiguration;
import chat.edge.guard.ServiceProcess;
import chat.edge.guard.VitalListeners;
import chat.tracing.TracingConfiguration;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Import;

/** Starts a message writer. */
@SpringBootApplication
@ConfigurationPropertiesScan
@Import({
  TracingConfiguration.class,
  OperatorsPortConfiguration.class,
  LogConfiguration.class,
  TablesConfiguration.class,
  VitalListeners.class
})
public class WriterApplication {

  /** Runs until it is told to stop. */
  public static void main(String[] arguments) {
    ServiceProcess.run(WriterApplication.class, arguments);
  }
}
