package chat.gateway.security;

import chat.edge.guard.CountedAddresses;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Exempts trusted proxies from the limit of connections per address. */
@Configuration(proxyBeanMethods = false)
class ConnectionLimitConfiguration {

  /** Load tests, which turn all limits off, connect from few addresses. */
  @Bean
  CountedAddresses countedAddresses(ClientAddresses addresses, Environment environment) {
    boolean limited = environment.getProperty("chat.limits.enabled", Boolean.class, true);
    return address -> limited && !addresses.isProxy(address.getHostAddress());
  }
}
