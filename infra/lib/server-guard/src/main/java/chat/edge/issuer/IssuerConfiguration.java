package chat.edge.issuer;

import chat.edge.ClockConfiguration;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the issuers of a service that serves users. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({IssuerSettings.class, LocalAccounts.class})
public class IssuerConfiguration {

  @Bean
  Issuers issuers(
      IssuerSettings settings,
      ObjectProvider<InstantSource> clock,
      @Qualifier(ClockConfiguration.STEADY) ObjectProvider<InstantSource> steadyClock) {
    return new Issuers(
        settings,
        clock.getIfAvailable(InstantSource::system),
        steadyClock.getIfAvailable(InstantSource::system),
        IssuerKeys.Times.usual());
  }
}
