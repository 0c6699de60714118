package chat.gateway.security;

import chat.edge.guard.CountedAddresses;
import chat.gateway.limits.LimitSettings;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Exempts trusted proxies from the limit of connections per address. */
@Configuration(proxyBeanMethods = false)
class ConnectionLimitConfiguration {

  /** Load tests, which turn all limits off, connect from few addresses. */
  @Bean
  CountedAddresses countedAddresses(ClientAddresses addresses, LimitSettings rates) {
    return address -> rates.enabled() && !addresses.isProxy(address.getHostAddress());
  }
}
