package chat.upload;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts an upload service. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class UploadApplication {

  /** Runs until it is told to stop. */
  public static void main(String[] arguments) {
    SpringApplication.run(UploadApplication.class, arguments);
  }
}
