package chat.gateway.account.password;

import chat.gateway.account.token.Secret;
import java.security.SecureRandom;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Wires the hashing of passwords. */
@Configuration(proxyBeanMethods = false)
@Import(HashingPool.class)
class PasswordConfiguration {

  @Bean
  Passwords passwords(PasswordSettings settings, HashingPool pool, Secret pepper) {
    return new Passwords(settings, pepper, new SecureRandom(), pool);
  }
}
