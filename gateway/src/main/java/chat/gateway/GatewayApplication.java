package chat.gateway;

import chat.edge.EdgeConfiguration;
import chat.edge.guard.ServiceProcess;
import chat.sockets.budget.BudgetConfiguration;
import chat.sockets.fanout.FanOutConfiguration;
import chat.tracing.RequestTraces;
import chat.tracing.TracingConfiguration;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Import;

/** Starts a gateway. */
@SpringBootApplication
@ConfigurationPropertiesScan
@Import({
  TracingConfiguration.class,
  RequestTraces.class,
  EdgeConfiguration.class,
  BudgetConfiguration.class,
  FanOutConfiguration.class
})
public class GatewayApplication {

  /** Runs until it is told to stop. */
  public static void main(String[] arguments) {
    ServiceProcess.run(GatewayApplication.class, arguments);
  }
}
