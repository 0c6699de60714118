package chat.upload.file;

import static org.assertj.core.api.Assertions.assertThat;

import chat.contract.file.FileHeaders;
import chat.infra.devstack.Backends;
import chat.upload.Caller;
import chat.upload.UploadService;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The connection between the service and the real tables stalls. */
class StalledTablesTest {

  private static final int CALLS = 300;
  private static final int WAITING = 60;

  private static final FaultyWay WAY =
      new FaultyWay(URI.create("tcp://127.0.0.1:" + Backends.shared().cassandra().getPort()));
  private static final UploadService SERVICE =
      new UploadService(
          "spring.cassandra.contact-points=127.0.0.1:" + WAY.uri().getPort(),
          "spring.cassandra.request.timeout=60s");

  private final Caller ann = new Caller(SERVICE, "ann");

  @AfterAll
  static void close() {
    WAY.set(FaultyWay.State.CUT);
    SERVICE.close();
    WAY.close();
  }

  @Test
  void calls_that_wait_for_tables_are_bounded_and_links_go_on_working() throws Exception {
    JsonNode file = ann.uploaded("a.txt", new byte[] {'x'});
    URI link = ann.link(file);
    WAY.set(FaultyWay.State.STILL);
    CountDownLatch refused = new CountDownLatch(CALLS - WAITING);

    List<CompletableFuture<HttpResponse<String>>> calls = calls(file, refused);

    assertThat(refused.await(60, TimeUnit.SECONDS)).isTrue();
    assertThat(Caller.fetch(link).statusCode()).isEqualTo(200);
    List<HttpResponse<String>> answered =
        calls.stream().filter(CompletableFuture::isDone).map(CompletableFuture::join).toList();
    assertThat(answered)
        .hasSize(CALLS - WAITING)
        .allSatisfy(
            answer -> {
              assertThat(answer.statusCode()).isEqualTo(503);
              assertThat(answer.headers().firstValue("Retry-After")).isPresent();
            });
  }

  private static List<CompletableFuture<HttpResponse<String>>> calls(
      JsonNode file, CountDownLatch answered) {
    HttpClient client = HttpClient.newHttpClient();
    HttpRequest call =
        HttpRequest.newBuilder(SERVICE.at(file.get("url").asString()))
            .header("Authorization", "Bearer " + SERVICE.token("ann"))
            .header(FileHeaders.GATEWAY, SERVICE.gatewayToken())
            .build();
    return IntStream.range(0, CALLS)
        .mapToObj(
            number -> {
              CompletableFuture<HttpResponse<String>> answer =
                  client.sendAsync(call, BodyHandlers.ofString());
              var unused = answer.whenComplete((response, failure) -> answered.countDown());
              return answer;
            })
        .toList();
  }
}
