package chat.gateway.history.rest;

import static org.assertj.core.api.Assertions.assertThat;

import chat.edge.problem.ProblemConfiguration;
import chat.edge.problem.Problems;
import chat.edge.problem.Refusal;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import tools.jackson.databind.json.JsonMapper;

/** Answers real requests of a web server. */
@Timeout(30)
class PageAnswersTest {

  private final AnnotationConfigApplicationContext context =
      new AnnotationConfigApplicationContext();
  private final Server server = new Server();
  private final ServerConnector connector = new ServerConnector(server);
  private final HttpClient client = HttpClient.newHttpClient();
  private final CompletableFuture<byte[]> page = new CompletableFuture<>();
  private final BlockingQueue<CompletableFuture<?>> deadlines = new LinkedBlockingQueue<>();

  @BeforeEach
  void start() throws Exception {
    context.registerBean(JsonMapper.class, JsonMapper::shared);
    context.register(ProblemConfiguration.class);
    context.refresh();
    PageAnswers answers =
        new PageAnswers(context.getBean(Problems.class), (wait, limit) -> deadlines.add(wait));
    ServletContextHandler servlets = new ServletContextHandler();
    ServletHolder servlet = new ServletHolder(new Pages(answers));
    servlet.setAsyncSupported(true);
    servlets.addServlet(servlet, "/");
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.setHandler(servlets);
    server.start();
  }

  private final class Pages extends HttpServlet {

    private static final long serialVersionUID = 1;
    private final transient PageAnswers answers;

    Pages(PageAnswers answers) {
      this.answers = answers;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
      answers.answer(page, request, response);
    }
  }

  @AfterEach
  void stop() throws Exception {
    server.stop();
    context.close();
  }

  @Test
  void a_page_that_is_there_is_the_answer() throws Exception {
    page.complete("{}".getBytes(StandardCharsets.UTF_8));

    HttpResponse<String> answer = get().get();

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(answer.body()).isEqualTo("{}");
  }

  @Test
  void a_page_that_comes_later_is_the_answer() throws Exception {
    CompletableFuture<HttpResponse<String>> answer = get();
    deadlines.take();
    String json = "[" + "1,".repeat(500_000) + "1]";
    page.complete(json.getBytes(StandardCharsets.UTF_8));

    assertThat(answer.get().body()).isEqualTo(json);
  }

  @Test
  void a_page_that_fails_is_answered_with_its_problem() throws Exception {
    CompletableFuture<HttpResponse<String>> answer = get();
    deadlines.take();
    page.completeExceptionally(Refusal.notFound());

    assertThat(answer.get().statusCode()).isEqualTo(404);
    assertThat(answer.get().headers().firstValue("Content-Type")).contains(Problems.MEDIA_TYPE);
  }

  @Test
  void a_page_that_takes_too_long_is_unavailable() throws Exception {
    CompletableFuture<HttpResponse<String>> answer = get();
    deadlines.take().completeExceptionally(new TimeoutException());

    assertThat(answer.get().statusCode()).isEqualTo(503);
    assertThat(answer.get().headers().firstValue("Retry-After")).contains("1");
  }

  @Test
  void a_client_that_does_not_read_holds_no_thread() throws Exception {
    try (Socket silent = new Socket(InetAddress.getLoopbackAddress(), connector.getLocalPort())) {
      String request = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
      silent.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      deadlines.take();

      CompletableFuture<Boolean> completed =
          CompletableFuture.supplyAsync(() -> page.complete(new byte[50_000_000]));

      assertThat(completed.get(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  private CompletableFuture<HttpResponse<String>> get() {
    URI uri = URI.create("http://127.0.0.1:" + connector.getLocalPort() + "/");
    return client.sendAsync(
        HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }
}
