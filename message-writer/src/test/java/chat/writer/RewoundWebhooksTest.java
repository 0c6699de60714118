package chat.writer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Webhooks at different places of one stream, which a writer reads for all of them. */
class RewoundWebhooksTest {

  private static final int ROOMS = 8;
  private static final int BACKLOG = 4000;
  private static final int LIVE = 20;
  private static final Duration SMALL = Duration.ofSeconds(5);

  private final HookedWriter writer = new HookedWriter();
  private final List<String> rooms =
      IntStream.range(0, ROOMS).mapToObj(number -> "r" + UUID.randomUUID()).toList();

  private final String[] all = rooms.toArray(String[]::new);

  @AfterEach
  void close() {
    writer.forget();
    writer.close();
  }

  @Test
  void each_gets_its_events_in_order_and_those_behind_delay_no_live_one() throws Throwable {
    for (int i = 0; i < BACKLOG; i++) {
      var unused = writer.log.say(rooms.get(i % ROOMS), "m-" + i);
    }
    writer.log.flush();
    Eventually.holds(
        () ->
            assertThat(published().values().stream().mapToInt(List::size).sum())
                .isEqualTo(BACKLOG));
    try (WebhookReceiver live = new WebhookReceiver();
        WebhookReceiver first = new WebhookReceiver();
        WebhookReceiver second = new WebhookReceiver()) {
      writer.define(System.currentTimeMillis(), live.url(), all);
      writer.define("http://127.0.0.1:9/", all);
      writer.say(rooms.get(0), "live");
      Eventually.holds(() -> assertThat(live.accepted()).hasSize(1));
      long middle = writer.log.records(rooms.get(0)).get(BACKLOG / ROOMS / 2).timestamp();
      writer.define(first.url(), all);
      writer.define(middle, second.url(), all);
      Eventually.holds(() -> assertThat(second.accepted()).isNotEmpty());

      List<Duration> delays = new ArrayList<>();
      for (int i = 0; i < LIVE; i++) {
        long seq = writer.say(rooms.get(i % ROOMS), "live-" + i);
        long begun = System.nanoTime();
        Eventually.holds(() -> assertThat(live.accepted()).anyMatch(it -> it.seq() == seq));
        delays.add(Duration.ofNanos(System.nanoTime() - begun));
      }
      assertThat(first.accepted()).as("while others are behind").hasSizeLessThan(BACKLOG);
      assertThat(delays).allMatch(delay -> delay.compareTo(SMALL) < 0);
      Map<String, List<String>> published = published();
      for (String room : rooms) {
        List<String> events = published.getOrDefault(room, List.of());
        Eventually.holds(() -> assertThat(first.bodies(room)).isEqualTo(events));
        Eventually.holds(
            () ->
                assertThat(second.bodies(room))
                    .hasSizeLessThan(events.size())
                    .hasSizeGreaterThanOrEqualTo(events.size() / 2)
                    .isEqualTo(
                        events.subList(events.size() - second.bodies(room).size(), events.size())));
      }
      assertThat(live.accepted()).hasSize(1 + LIVE);
    }
  }

  private Map<String, List<String>> published() {
    return writer.log.published(rooms);
  }
}
