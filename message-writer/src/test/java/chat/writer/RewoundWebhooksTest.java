package chat.writer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Webhooks at different places of one stream, which a writer reads for all of them. */
class RewoundWebhooksTest {

  private static final int ROOMS = 8;
  private static final int BACKLOG = 4000;
  private static final int LIVE = 20;

  @RegisterExtension static final HookedWriter WRITER = new HookedWriter();

  private final List<String> rooms =
      IntStream.range(0, ROOMS).mapToObj(number -> "r" + UUID.randomUUID()).toList();

  private final String[] all = rooms.toArray(String[]::new);

  /** Until then the first one does not take the events of a room. */
  private final CountDownLatch released = new CountDownLatch(1);

  @AfterEach
  void release() {
    released.countDown();
  }

  @Test
  void each_gets_its_events_in_order_and_those_behind_delay_no_live_one() throws Throwable {
    publish(0, BACKLOG / 2);
    long middle = System.currentTimeMillis();
    publish(BACKLOG / 2, BACKLOG);
    try (WebhookReceiver live = new WebhookReceiver();
        WebhookReceiver first =
            new WebhookReceiver(
                (delivery, exchange) ->
                    !delivery.room().equals(rooms.get(0)) || released.await(5, TimeUnit.MINUTES)
                        ? 204
                        : 500);
        WebhookReceiver second = new WebhookReceiver()) {
      WRITER.define(System.currentTimeMillis(), live.url(), all);
      WRITER.define("http://127.0.0.1:9/", all);
      WRITER.say(rooms.get(0), "live");
      Eventually.holds(() -> assertThat(live.accepted()).hasSize(1));
      WRITER.define(first.url(), all);
      WRITER.define(middle, second.url(), all);
      Eventually.holds(() -> assertThat(second.accepted()).isNotEmpty());

      for (int i = 0; i < LIVE; i++) {
        String room = rooms.get(i % ROOMS);
        long seq = WRITER.say(room, "live-" + i);
        Eventually.holds(
            () ->
                assertThat(live.accepted())
                    .anyMatch(it -> it.room().equals(room) && it.seq() == seq));
      }
      assertThat(first.accepted()).as("while others are behind").hasSizeLessThan(BACKLOG);
      released.countDown();
      Map<String, List<String>> published = published();
      for (String room : rooms) {
        List<String> events = published.getOrDefault(room, List.of());
        Eventually.holds(() -> assertThat(first.bodies(room).size()).isEqualTo(events.size()));
        assertThat(first.bodies(room)).isEqualTo(events);
        List<String> later = events.subList(BACKLOG / ROOMS / 2, events.size());
        Eventually.holds(() -> assertThat(second.bodies(room)).isEqualTo(later));
      }
      assertThat(live.accepted().stream().map(WebhookReceiver.Delivery::id).distinct())
          .hasSize(1 + LIVE);
    }
  }

  private void publish(int from, int to) throws Throwable {
    for (int i = from; i < to; i++) {
      var unused = WRITER.log.say(rooms.get(i % ROOMS), "m-" + i);
    }
    WRITER.log.flush();
    Eventually.holds(
        () -> assertThat(published().values().stream().mapToInt(List::size).sum()).isEqualTo(to));
  }

  private Map<String, List<String>> published() {
    return WRITER.log.published(rooms);
  }
}
