package chat.edge.guard;

import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextType;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.context.annotation.Bean;

/** Guards a separate management port, whose server has an application context of its own. */
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
