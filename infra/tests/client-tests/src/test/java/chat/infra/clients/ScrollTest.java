package chat.infra.clients;

import static chat.infra.clients.Visitor.expect;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.infra.system.ChatSystem;
import chat.infra.system.RunningSystem;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.json.JsonMapper;

/**
 * A person scrolls through a long history, up to its beginning and down again. The test prints how
 * long frames take; on a machine with nothing else to do that is a measurement. {@code
 * -Dscroll.messages=N} takes a longer history, {@code -Dscroll.pixels=N} another speed.
 */
@ExtendWith(RunningSystem.class)
final class ScrollTest {

  private static final int MESSAGES = Integer.getInteger("scroll.messages", 500);
  private static final int PIXELS = Integer.getInteger("scroll.pixels", 240);
  private static final int MOST_ROWS = 150;
  private static final int MOST_SECONDS = Math.max(180, MESSAGES / 10);
  private static final long BEGIN = 1_790_000_000_000L;

  /** Scrolls a bit in each frame until a message is there, and tells the times between frames. */
  private static final String SCROLL =
      """
      async (timeline, [by, end, mostSeconds]) => {
        const times = [];
        const tasks = [];
        new PerformanceObserver(list => tasks.push(...list.getEntries())).observe({entryTypes: ['longtask']});
        let last = await new Promise(requestAnimationFrame);
        const latest = last + 1000 * mostSeconds;
        const isThere = () => [...timeline.querySelectorAll('[data-testid=message]')]
          .some(message => message.innerText.includes(end));
        while (times.length % 30 !== 0 || !isThere()) {
          timeline.scrollTop += by;
          const now = await new Promise(requestAnimationFrame);
          times.push(now - last);
          last = now;
          if (now > latest) return 'not found';
        }
        times.sort((a, b) => a - b);
        const at = share => times[Math.floor((times.length - 1) * share)].toFixed(1);
        const late = times.filter(time => time > 25).length;
        return `${times.length} frames, ms: p50 ${at(0.5)} p95 ${at(0.95)} p99 ${at(0.99)} longest ${at(1)}; `
          + `${(100 * late / times.length).toFixed(2)} % late; ${tasks.length} long tasks`;
      }
      """;

  private final ChatSystem system;

  ScrollTest(ChatSystem system) {
    this.system = system;
  }

  @Test
  void a_long_history_is_scrolled_to_its_beginning_and_back() throws Exception {
    try (Chromium chromium = new Chromium();
        Visitor ann =
            new Visitor(chromium.browser(), "ann", List.of(system.gateway(1)), ColorScheme.LIGHT)) {
      ann.register();
      String room = "scroll-" + ann.username;
      fill(room);
      ann.enter(room);
      expect(ann.page.getByTestId("message").last()).containsText("number " + MESSAGES + ".");
      Locator timeline = ann.page.getByTestId("timeline");
      tellHeap(ann.page);
      scroll(timeline, -PIXELS, "number 1.");
      tellHeap(ann.page);
      scroll(timeline, PIXELS, "number " + MESSAGES + ".");
      await()
          .pollInSameThread()
          .atMost(Duration.ofMillis((long) Visitor.PATIENCE))
          .until(() -> ann.page.getByTestId("message").count() < MOST_ROWS);
      tellHeap(ann.page);
    }
  }

  private static void scroll(Locator timeline, int by, String end) {
    String times = (String) timeline.evaluate(SCROLL, List.of(by, end, MOST_SECONDS));
    System.out.println(MESSAGES + " messages, " + by + " px a frame: " + times);
    assertThat(times).contains("frames");
  }

  /** Prints what the page holds once all that is garbage is gone. */
  private static void tellHeap(Page page) {
    CDPSession tools = page.context().newCDPSession(page);
    tools.send("HeapProfiler.collectGarbage");
    double bytes = tools.send("Runtime.getHeapUsage").get("usedSize").getAsDouble();
    System.out.println("heap: %.1f MiB".formatted(bytes / (1 << 20)));
    tools.detach();
  }

  private void fill(String room) throws IOException, InterruptedException {
    List<Map<String, ?>> people =
        IntStream.range(0, 7)
            .mapToObj(i -> room.substring(7) + "-" + i)
            .<Map<String, ?>>map(id -> Map.of("type", "user", "id", id, "username", id))
            .toList();
    Stream<Map<String, ?>> lines =
        Stream.of(
                people.stream(),
                Stream.<Map<String, ?>>of(
                    Map.of("type", "room", "room", room, "visibility", "public")),
                IntStream.rangeClosed(1, MESSAGES).<Map<String, ?>>mapToObj(i -> message(room, i)))
            .flatMap(part -> part);
    String body = lines.map(JsonMapper.shared()::writeValueAsString).collect(joining("\n"));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(system.gateway(2) + "/api/server/import"))
            .header("Authorization", "Bearer " + ChatSystem.SERVICE_KEY)
            .header("Content-Type", "application/x-ndjson")
            .POST(BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    assertThat(answer.body()).contains("\"failed\":0");
  }

  private static Map<String, ?> message(String room, int number) {
    String text = "A message of usual length, number " + number + ".";
    return Map.of(
        "type",
        "message",
        "room",
        room,
        "user",
        room.substring(7) + "-" + number / 3 % 7,
        "id",
        "m" + number,
        "content",
        number % 5 == 0 ? text + " It goes on for a second line or so. ".repeat(4) : text,
        "at",
        BEGIN + 60_000L * number);
  }
}
