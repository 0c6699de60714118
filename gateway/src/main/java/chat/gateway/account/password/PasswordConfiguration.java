package chat.gateway.account.password;

import chat.gateway.account.token.Secret;
import java.security.SecureRandom;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the hashing of passwords. */
@Configuration(proxyBeanMethods = false)
class PasswordConfiguration {

  @Bean
  HashingPool hashingPool(PasswordSettings settings) {
    return new HashingPool(settings);
  }

  @Bean
  Passwords passwords(PasswordSettings settings, HashingPool pool, Secret pepper) {
    return new Passwords(settings, pepper, new SecureRandom(), pool);
  }
}
