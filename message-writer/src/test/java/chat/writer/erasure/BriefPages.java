package chat.writer.erasure;

import java.time.Duration;
import org.springframework.beans.factory.config.BeanPostProcessor;

/** An eraser in tests that gives a page up after half a second. */
public final class BriefPages implements BeanPostProcessor {

  @Override
  public Object postProcessAfterInitialization(Object bean, String name) {
    return bean instanceof ErasureSettings settings
        ? new ErasureSettings(settings.settle(), settings.retry(), Duration.ofMillis(500))
        : bean;
  }
}
