package chat.infra.prove.client;

import chat.infra.prove.history.Kind;
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
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Users who upload a small file now and then, and read all of them in the end. */
public final class Uploads implements AutoCloseable {

  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  /** How long all files together may be unreadable in the end. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final int AT_ONCE = 4;
  private static final int LINES = 200;
  private static final String BOUNDARY = "prove-boundary";

  private final Participants participants;
  private final SharedParts shared;
  private final Consumer<String> log;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(Uploads::named);
  private final Semaphore permits = new Semaphore(AT_ONCE);

  /** The ids of the stored files, by number. */
  private final Map<Integer, String> stored = new ConcurrentSkipListMap<>();

  private int count;

  /**
   * Uploads that wait until {@link #begin}.
   *
   * @param log gets a line for each file that can't be read
   */
  public Uploads(Participants participants, Devices devices, Consumer<String> log) {
    this.participants = participants;
    this.shared = devices.shared();
    this.log = log;
  }

  private static Thread named(Runnable task) {
    Thread made = new Thread(task, "uploads");
    made.setDaemon(true);
    return made;
  }

  /** Begins. */
  public void begin() {
    var unused =
        thread.scheduleWithFixedDelay(this::upload, 0, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void upload() {
    if (!permits.tryAcquire()) {
      return;
    }
    int number = ++count;
    int client = number % participants.senders();
    int room = participants.joins().get(client).get(0);
    HttpRequest request =
        request(gateway(number).resolve("/api/files/upload"), client)
            .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
            .POST(BodyPublishers.ofString(form(participants.roomNames().get(room), number)))
            .build();
    shared.recorder().add(Kind.UPLOADING, client, 0, room, 0, 0, number);
    var unused =
        shared
            .http()
            .sendAsync(request, BodyHandlers.ofString())
            .thenAccept(answer -> answered(answer, number, client, room))
            .whenComplete((done, error) -> permits.release());
  }

  private void answered(HttpResponse<String> answer, int number, int client, int room) {
    int status = answer.statusCode();
    if (status == 201) {
      JsonNode file = JsonMapper.shared().readTree(answer.body());
      stored.put(number, file.path("id").stringValue());
      shared.recorder().add(Kind.UPLOADED, client, 0, room, 0, 0, number);
    } else if (!new Calls.Answer(status, JsonMapper.shared().missingNode()).isTemporary()) {
      shared.recorder().add(Kind.FAILED, client, 0, room, status, 0, 0);
    }
  }

  /** Reads all files that were stored, each at another gateway than it was uploaded to. */
  public void recordFiles() {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    stored.forEach(
        (number, id) -> {
          int client = number % participants.senders();
          try {
            boolean same = read(gateway(number + 1), client, id, deadline).equals(content(number));
            shared.recorder().add(Kind.FILE_READ, client, 0, 0, same ? 1 : 0, 0, number);
          } catch (IOException e) {
            log.accept("no file: " + e.getMessage());
          }
        });
  }

  private String read(URI gateway, int client, String id, long deadline) throws IOException {
    HttpClient http = shared.http();
    URI address = gateway.resolve("/api/files/" + id);
    while (true) {
      String failure;
      try {
        HttpResponse<String> answer =
            http.send(request(address, client).build(), BodyHandlers.ofString());
        if (answer.statusCode() == 302) {
          URI target = address.resolve(answer.headers().firstValue("Location").orElseThrow());
          answer =
              http.send(
                  HttpRequest.newBuilder(target).timeout(TIMEOUT).build(), BodyHandlers.ofString());
        }
        if (answer.statusCode() == 200) {
          return answer.body();
        }
        failure = address + ": " + answer.statusCode() + " " + answer.body();
      } catch (IOException e) {
        failure = address + ": " + e;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
      if (System.nanoTime() > deadline) {
        throw new IOException(failure);
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  private HttpRequest.Builder request(URI address, int client) {
    return HttpRequest.newBuilder(address)
        .timeout(TIMEOUT)
        .header("Authorization", "Bearer " + participants.token(client));
  }

  private URI gateway(int number) {
    List<URI> gateways = shared.gateways();
    return gateways.get(number % gateways.size());
  }

  private static String content(int number) {
    return ("line of file " + number + "\n").repeat(LINES);
  }

  private static String form(String room, int number) {
    return String.join(
        "\r\n",
        "--" + BOUNDARY,
        "Content-Disposition: form-data; name=\"room\"",
        "",
        room,
        "--" + BOUNDARY,
        "Content-Disposition: form-data; name=\"file\"; filename=\"%d.txt\"".formatted(number),
        "Content-Type: text/plain",
        "",
        content(number),
        "--" + BOUNDARY + "--",
        "");
  }

  /** Ends it, after the uploads that are under way. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!permits.tryAcquire(AT_ONCE, 2 * TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
        log.accept("uploads do not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
