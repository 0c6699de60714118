package chat.gateway.drain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.gateway.session.TestHub;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.availability.ApplicationAvailabilityBean;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.support.GenericApplicationContext;

/** An order is carried out only if another gateway accepts sockets. */
class DrainOrdersTest {

  private final Gateway one = new Gateway();
  private final Gateway other = new Gateway();

  @Test
  void a_gateway_drains_if_another_one_accepts_sockets() {
    assertThat(one.orders.begin(() -> !other.orders.isDraining())).isTrue();

    assertThat(one.orders.isDraining()).isTrue();
    one.orders.withdraw();
    assertThat(one.orders.isDraining()).isFalse();
  }

  @Test
  void of_two_that_are_drained_at_once_one_finds_none_and_goes_on() {
    boolean drains =
        one.orders.begin(
            () -> {
              // The other one is ordered to drain after the first one said that it accepts.
              assertThat(other.orders.begin(() -> !one.orders.isDraining())).isFalse();
              return !other.orders.isDraining();
            });

    assertThat(drains).isTrue();
    assertThat(other.orders.isDraining()).isFalse();
  }

  @Test
  void a_gateway_accepts_sockets_again_if_the_question_fails() {
    assertThatThrownBy(
            () ->
                one.orders.begin(
                    () -> {
                      throw new IllegalStateException("no answer");
                    }))
        .hasMessage("no answer");

    assertThat(one.orders.isDraining()).isFalse();
  }

  @Test
  void a_refused_repetition_leaves_a_drained_gateway_as_it_is() {
    assertThat(one.orders.begin(() -> true)).isTrue();
    assertThat(one.orders.begin(() -> false)).isFalse();

    assertThat(one.orders.isDraining()).isTrue();
  }

  private static final class Gateway {

    private final DrainOrders orders;

    Gateway() {
      GenericApplicationContext context = new GenericApplicationContext();
      context.registerBean(ApplicationAvailabilityBean.class);
      context.refresh();
      AvailabilityChangeEvent.publish(context, ReadinessState.ACCEPTING_TRAFFIC);
      orders =
          new DrainOrders(
              new Drain(TestHub.started(), new DrainSettings(Duration.ZERO)),
              context,
              context.getBean(ApplicationAvailabilityBean.class));
    }
  }
}
