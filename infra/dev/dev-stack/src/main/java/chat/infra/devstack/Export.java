package chat.infra.devstack;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the events of rooms to files, from the beginning of their history. Each room is a gapless
 * range of its events, so a consumer of the resolved stream goes on behind its last seq.
 */
final class Export {

  private static final String TOPIC = "chat.events";
  private static final int PAGE = 1000;
  private static final int TRIES = 60;
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Duration RETRY = Duration.ofSeconds(1);

  private final ExportOptions options;
  private final Console console;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

  /**
   * What was exported of a room.
   *
   * @param first the seq of the first event; 0 if there is none
   * @param last the seq of the last event; if there is none, of the last event before the time
   */
  private record Range(String room, long events, long first, long last) {

    Range after(long seq) {
      return new Range(room, events, first, seq);
    }

    Range with(long seq) {
      return new Range(room, events + 1, events == 0 ? seq : first, seq);
    }

    String json() {
      return "{\"room\":\"%s\",\"events\":%d,\"first\":%d,\"last\":%d}"
          .formatted(room, events, first, last);
    }
  }

  Export(ExportOptions options, Console console) {
    this.options = options;
    this.console = console;
  }

  /**
   * Reads all rooms. The file that lists them is written last: without it the export is partial.
   */
  void run() throws IOException, InterruptedException {
    String schema = "urn:chat:topics:%s:1".formatted(TOPIC);
    if (options.parquet()) {
      ParquetFiles.requireLibrary();
    }
    List<String> ranges = new ArrayList<>();
    String suffix = options.parquet() ? DayFiles.LINES : DayFiles.SUFFIX;
    try (DayFiles files = new DayFiles(options.out(), TOPIC, suffix)) {
      for (String room : options.rooms()) {
        Range range = export(room, files);
        ranges.add(range.json());
        console.line("%s: %d events, last seq %d".formatted(room, range.events(), range.last()));
      }
    }
    if (options.parquet()) {
      new ParquetFiles(options.out(), schema).convert();
    }
    Files.writeString(
        options.out().resolve("export.json"),
        "{\"topic\":\"%s\",\"schema\":\"%s\",\"rooms\":[\n%s\n]}\n"
            .formatted(TOPIC, schema, String.join(",\n", ranges)));
  }

  /** From the first event of the time on, up to the first one after it. */
  private Range export(String room, DayFiles files) throws IOException, InterruptedException {
    Range range = new Range(room, 0, 0, 0);
    Instant at = Instant.EPOCH;
    long after = 0;
    for (EventPage page = page(room, after); ; page = page(room, after)) {
      for (EventPage.Event event : page.events()) {
        at = event.at() < 0 ? at : Instant.ofEpochMilli(event.at());
        after = event.seq();
        if (range.events() == 0 && at.isBefore(options.from())) {
          range = range.after(event.seq());
          continue;
        }
        if (!at.isBefore(options.to())) {
          return range;
        }
        files.write(at, options.parquet() ? event.withDataAsText() : event.json());
        range = range.with(event.seq());
      }
      if (!page.more() || page.events().isEmpty()) {
        return range;
      }
    }
  }

  private EventPage page(String room, long after) throws IOException, InterruptedException {
    URI address =
        options
            .gateway()
            .resolve("/api/server/rooms/%s/events?after=%d&limit=%d".formatted(room, after, PAGE));
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .header("Authorization", "Bearer " + options.key())
            .timeout(TIMEOUT)
            .build();
    for (int tries = 1; ; tries++) {
      Answer answer = ask(request);
      if (answer.status() == 200) {
        return read(answer.text());
      }
      if (!answer.isPassing() || tries == TRIES) {
        throw new Failure(room + " can't be read: " + answer.status() + " " + answer.text());
      }
      Thread.sleep(answer.rest().toMillis());
    }
  }

  private Answer ask(HttpRequest request) throws InterruptedException {
    try {
      HttpResponse<String> answer =
          http.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
      String rest = answer.headers().firstValue("Retry-After").orElse("");
      return new Answer(answer.statusCode(), answer.body(), rest);
    } catch (IOException e) {
      return new Answer(0, String.valueOf(e.getMessage()), "");
    }
  }

  private static EventPage read(String answer) {
    try {
      return EventPage.of(answer);
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new Failure("the answer of the gateway can't be read: " + e.getMessage());
    }
  }

  /**
   * What a gateway answered.
   *
   * @param status 0 if there was no answer
   * @param retryAfter the header, in seconds; empty if there was none
   */
  private record Answer(int status, String text, String retryAfter) {

    /** Whether the same call may be answered later. */
    boolean isPassing() {
      return status == 0 || status == 429 || status == 503;
    }

    Duration rest() {
      return retryAfter.matches("[1-9]\\d{0,2}")
          ? Duration.ofSeconds(Long.parseLong(retryAfter))
          : RETRY;
    }
  }
}
