package chat.upload;

import chat.edge.EdgeConfiguration;
import chat.edge.guard.ServiceProcess;
import chat.edge.guard.VitalListeners;
import chat.tracing.RequestTraces;
import chat.tracing.TracingConfiguration;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Import;

/** Starts an upload service. */
@SpringBootApplication
@ConfigurationPropertiesScan
@Import({
  TracingConfiguration.class,
  RequestTraces.class,
  EdgeConfiguration.class,
  VitalListeners.class
})
public class UploadApplication {

  /** Runs until it is told to stop. */
  public static void main(String[] arguments) {
    ServiceProcess.run(UploadApplication.class, arguments);
  }
}
