package chat.gateway.security;

import chat.gateway.limits.LimitSettings;
import chat.gateway.problem.Problem;
import chat.guard.BriefErrors;
import chat.guard.CountedAddresses;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/** What the server itself answers, to what never becomes a request. */
@Configuration(proxyBeanMethods = false)
class JettyEdge {

  /** Where load is tested there are few addresses, as with all limits. */
  @Bean
  CountedAddresses countedAddresses(ClientAddresses addresses, LimitSettings rates) {
    return address -> rates.enabled() && !addresses.isProxy(address.getHostAddress());
  }

  @Bean
  BriefErrors briefErrors(JsonMapper json) {
    return new BriefErrors(status -> json.writeValueAsBytes(Problem.ofStatus(status)));
  }
}
