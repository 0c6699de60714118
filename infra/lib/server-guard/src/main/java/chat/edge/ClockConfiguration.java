package chat.edge;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/** The clocks and the random numbers of a service. Tests replace them. */
@Configuration(proxyBeanMethods = false)
public class ClockConfiguration {

  /** The qualifier of the clock for durations, which does not jump when the time of day is set. */
  public static final String STEADY = "steadyClock";

  /** The time of day, for what other processes read or have written. */
  @Bean
  @Primary
  InstantSource clock() {
    return InstantSource.system();
  }

  @Bean(STEADY)
  InstantSource steadyClock() {
    return new SteadyClock(InstantSource.system(), System::nanoTime);
  }

  @Bean
  RandomGenerator random() {
    return new SecureRandom();
  }
}
