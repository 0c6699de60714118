package chat.edge.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

class VitalThreadsTest {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final CountDownLatch told = new CountDownLatch(1);
  private final Thread thread = new Thread(this::work, "feed");
  private final AnnotationConfigApplicationContext service = service();
  private final VitalThreads vital = service.getBean(VitalThreads.class);

  private volatile @Nullable RuntimeException failure;

  @AfterEach
  void end() throws InterruptedException {
    told.countDown();
    thread.join(PATIENCE.toMillis());
    service.close();
  }

  @Test
  void a_service_whose_threads_are_not_started_yet_or_work_is_live() {
    assertThat(vital.health().getStatus()).isEqualTo(Status.UP);
    thread.start();

    assertThat(vital.health().getStatus()).isEqualTo(Status.UP);
  }

  @Test
  void a_thread_that_fails_makes_the_service_not_live() throws InterruptedException {
    failure = new IllegalStateException("planted by a test");
    runToItsEnd();

    assertThat(vital.health().getStatus()).isEqualTo(Status.DOWN);
    assertThat(vital.health().getDetails()).hasToString("{ended=[feed]}");
  }

  @Test
  void a_thread_that_just_returns_makes_the_service_not_live_too() throws InterruptedException {
    runToItsEnd();

    assertThat(vital.health().getStatus()).isEqualTo(Status.DOWN);
  }

  @Test
  void a_thread_that_ends_when_its_service_stops_is_no_failure() throws InterruptedException {
    service.close();
    runToItsEnd();

    assertThat(vital.health().getStatus()).isEqualTo(Status.UP);
  }

  @Test
  void the_end_of_a_part_of_the_service_is_not_the_services() throws InterruptedException {
    AnnotationConfigApplicationContext part = new AnnotationConfigApplicationContext();
    part.setParent(service);
    part.refresh();
    part.close();
    runToItsEnd();

    assertThat(vital.health().getStatus()).isEqualTo(Status.DOWN);
  }

  private void work() {
    try {
      told.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    RuntimeException planted = failure;
    if (planted != null) {
      throw planted;
    }
  }

  private void runToItsEnd() throws InterruptedException {
    thread.start();
    told.countDown();
    thread.join(PATIENCE.toMillis());
    assertThat(thread.isAlive()).isFalse();
  }

  private AnnotationConfigApplicationContext service() {
    AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
    context.registerBean("feed", Vital.class, () -> () -> Vital.ended(thread));
    context.register(GuardConfiguration.class);
    context.refresh();
    return context;
  }
}
