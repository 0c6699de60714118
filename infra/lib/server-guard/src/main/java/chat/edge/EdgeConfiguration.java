package chat.edge;

import chat.edge.bearer.BearerConfiguration;
import chat.edge.guard.GuardConfiguration;
import chat.edge.issuer.IssuerConfiguration;
import chat.edge.problem.ProblemConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The whole edge, imported by services that serve users and keep tables in Cassandra. */
@Configuration(proxyBeanMethods = false)
@Import({
  BearerConfiguration.class,
  ClockConfiguration.class,
  IssuerConfiguration.class,
  GuardConfiguration.class,
  LogConfiguration.class,
  ProblemConfiguration.class,
  TablesConfiguration.class
})
public class EdgeConfiguration {}
