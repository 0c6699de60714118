package chat.edge.guard;

import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextType;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.context.annotation.Bean;

/** The same for a port of operators that is a server of its own; that knows no other's parts. */
@ManagementContextConfiguration(value = ManagementContextType.CHILD, proxyBeanMethods = false)
class ManagementGuard {

  @Bean
  @ConditionalOnBean(GuardSettings.class)
  HeaderPatience managementPatience(GuardSettings settings) {
    return new HeaderPatience(settings);
  }

  @Bean
  @ConditionalOnBean(GuardSettings.class)
  KeepAlive managementKeepAlive(GuardSettings settings) {
    return new KeepAlive(settings);
  }

  @Bean
  @ConditionalOnBean(GuardSettings.class)
  ConnectionLimits managementConnections(GuardSettings settings) {
    return new ConnectionLimits(settings, address -> true);
  }

  @Bean
  HeaderLimits managementHeaders() {
    return new HeaderLimits();
  }

  @Bean
  KnownMethods managementMethods() {
    return new KnownMethods();
  }

  @Bean
  BriefErrors managementErrors() {
    return new BriefErrors(BareProblem::of);
  }
}
