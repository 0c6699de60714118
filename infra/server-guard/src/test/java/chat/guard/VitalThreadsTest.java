package chat.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

class VitalThreadsTest {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final AnnotationConfigApplicationContext service = service();
  private final VitalThreads vital = service.getBean(VitalThreads.class);

  @Test
  void a_service_whose_threads_work_is_live() {
    assertThat(vital.health().getStatus()).isEqualTo(Status.UP);
  }

  @Test
  void a_thread_that_fails_makes_the_service_not_live_and_the_reason_is_told()
      throws InterruptedException {
    runToItsEnd(
        () -> {
          throw new IllegalStateException("it broke");
        });

    assertThat(vital.health().getStatus()).isEqualTo(Status.DOWN);
    assertThat(vital.health().getDetails())
        .containsEntry("feed", "java.lang.IllegalStateException: it broke");
  }

  @Test
  void a_thread_that_just_returns_makes_the_service_not_live_too() throws InterruptedException {
    runToItsEnd(() -> {});

    assertThat(vital.health().getStatus()).isEqualTo(Status.DOWN);
  }

  @Test
  void a_repeated_task_that_fails_makes_the_service_not_live() {
    Runnable task =
        vital.repeated(
            () -> {
              throw new StackOverflowError("too deep");
            },
            "watch");

    assertThatThrownBy(task::run).hasMessage("too deep");
    assertThat(vital.health().getDetails()).containsKey("watch");
  }

  @Test
  void that_a_thread_ends_when_its_service_stops_is_no_failure() throws InterruptedException {
    service.close();
    runToItsEnd(() -> {});

    assertThat(vital.health().getStatus()).isEqualTo(Status.UP);
  }

  @Test
  void the_end_of_a_part_of_the_service_is_not_the_services() throws InterruptedException {
    AnnotationConfigApplicationContext part = new AnnotationConfigApplicationContext();
    part.setParent(service);
    part.refresh();
    part.close();
    runToItsEnd(() -> {});

    assertThat(vital.health().getStatus()).isEqualTo(Status.DOWN);
  }

  private void runToItsEnd(Runnable work) throws InterruptedException {
    Thread thread = vital.thread(work, "feed");
    thread.start();
    thread.join(PATIENCE.toMillis());
    assertThat(thread.isAlive()).isFalse();
  }

  private static AnnotationConfigApplicationContext service() {
    AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
    context.registerBean(VitalThreads.class);
    context.refresh();
    return context;
  }
}
