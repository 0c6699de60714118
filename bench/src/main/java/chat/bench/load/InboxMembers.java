package chat.bench.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Users who are members of the same rooms. */
final class InboxMembers {

  private static final int AT_ONCE = 16;

  private record Registered(String id, String token) {}

  private final URI gateway;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  InboxMembers(InetSocketAddress gateway) {
    this.gateway = URI.create("http://127.0.0.1:" + gateway.getPort());
  }

  /**
   * Registers users, and makes rooms named {@code bench-0} and so on, of which all are members.
   *
   * @return the users' access tokens
   */
  List<String> make(int users, int rooms) throws InterruptedException, ExecutionException {
    ExecutorService workers = Executors.newFixedThreadPool(AT_ONCE);
    try {
      List<Registered> accounts = all(workers, users, number -> register());
      List<String> unused = all(workers, rooms, number -> room("bench-" + number, accounts));
      return accounts.stream().map(Registered::token).toList();
    } finally {
      workers.shutdownNow();
    }
  }

  private interface Numbered<T> {
    T make(int number) throws Exception;
  }

  private static <T> List<T> all(ExecutorService workers, int count, Numbered<T> task)
      throws InterruptedException, ExecutionException {
    List<Callable<T>> tasks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int number = i;
      tasks.add(() -> task.make(number));
    }
    List<T> made = new ArrayList<>();
    for (Future<T> one : workers.invokeAll(tasks)) {
      made.add(one.get());
    }
    return made;
  }

  private Registered register() throws IOException, InterruptedException {
    String name = "load-" + UUID.randomUUID().toString().substring(0, 8);
    JsonNode answer =
        send(
            request("/api/auth/register")
                .POST(
                    BodyPublishers.ofString(
                        "{\"email\":\"%1$s@load.example\",\"password\":\"%2$s\",\"username\":\"%1$s\"}"
                            .formatted(name, UUID.randomUUID()))));
    return new Registered(
        answer.at("/user/id").stringValue(), answer.path("accessToken").stringValue());
  }

  private String room(String room, List<Registered> members)
      throws IOException, InterruptedException {
    String owner = "Bearer " + members.get(0).token;
    JsonNode made =
        send(
            request("/api/rooms")
                .header("Authorization", owner)
                .POST(
                    BodyPublishers.ofString(
                        "{\"room\":\"" + room + "\",\"visibility\":\"private\"}")));
    for (Registered member : members.subList(1, members.size())) {
      JsonNode unused =
          send(
              request("/api/rooms/" + room + "/members/" + member.id)
                  .header("Authorization", owner)
                  .PUT(BodyPublishers.ofString("{}")));
    }
    return made.path("room").stringValue();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(gateway.resolve(path)).header("Content-Type", "application/json");
  }

  private JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
    if (answer.statusCode() >= 300) {
      throw new IOException(answer.request() + ": " + answer.statusCode() + " " + answer.body());
    }
    return JsonMapper.shared().readTree(answer.body());
  }
}
