package chat.writer.log;

import java.time.Duration;
import org.springframework.beans.factory.config.BeanPostProcessor;

/** A writer in tests tries again within a second. */
public final class QuickRetries implements BeanPostProcessor {

  @Override
  public Object postProcessAfterInitialization(Object bean, String name) {
    return bean instanceof WriterSettings settings
        ? new WriterSettings(
            settings.roomsKept(),
            settings.storeTimeout(),
            settings.commitTimeout(),
            settings.firstRetry(),
            Duration.ofSeconds(1),
            settings.pollTimeout())
        : bean;
  }
}
