package chat.writer;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts a message writer. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class WriterApplication {

  /** Runs until it is told to stop. */
  public static void main(String[] arguments) {
    SpringApplication.run(WriterApplication.class, arguments);
  }
}
