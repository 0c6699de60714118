package chat.presence;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts a presence tracker. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class TrackerApplication {

  /** Runs until it is told to stop. */
  public static void main(String[] arguments) {
    SpringApplication.run(TrackerApplication.class, arguments);
  }
}
