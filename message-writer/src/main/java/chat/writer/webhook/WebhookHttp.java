package chat.writer.webhook;

import chat.contract.log.ErasedUsers;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import org.eclipse.jetty.client.BytesRequestContent;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/**
 * Sends events to receivers by HTTP. Never blocks: answers come on the client's threads. Webhooks
 * share no connection, so none waits for the receiver of another.
 */
final class WebhookHttp implements AutoCloseable {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration LOOK_UP_THREAD_KEPT = Duration.ofSeconds(10);
  private static final int THREADS = 16;

  /** At most one for each host; the JDK's own cache answers repeated ones. */
  private static final int LOOK_UPS = 200;

  /** More of an answer's body is not read; it says nothing. */
  private static final int MOST_BODY = 64 << 10;

  private static final int MOST_HEADERS = 16 << 10;

  private final WebhookSettings settings;
  private final ErasedUsers erased;
  private final InstantSource clock;
  private final ThreadPoolExecutor lookUps;
  private final HttpClient client;

  /**
   * Sends.
   *
   * @param erased the users whose names and texts are left out
   */
  WebhookHttp(
      WebhookSettings settings,
      ErasedUsers erased,
      InstantSource clock,
      CheckedResolver.Lookup lookup) {
    this.settings = settings;
    this.erased = erased;
    this.clock = clock;
    this.lookUps =
        new ThreadPoolExecutor(
            0,
            LOOK_UPS,
            LOOK_UP_THREAD_KEPT.toSeconds(),
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            task -> {
              Thread thread = new Thread(task, "webhook-look-up");
              thread.setDaemon(true);
              return thread;
            });
    this.client = start(new CheckedResolver(settings.policy(), lookup, lookUps));
  }

  private static HttpClient start(CheckedResolver resolver) {
    QueuedThreadPool threads = new QueuedThreadPool(THREADS, 2);
    threads.setName("webhook-http");
    threads.setDaemon(true);
    ClientConnector connector = new ClientConnector();
    connector.setSelectors(1);
    connector.setExecutor(threads);
    HttpClient client = new HttpClient(new HttpClientTransportOverHTTP(connector));
    client.setSocketAddressResolver(resolver);
    client.setConnectTimeout(CONNECT_TIMEOUT.toMillis());
    client.setFollowRedirects(false);
    client.setHttpCookieStore(new HttpCookieStore.Empty());
    client.setMaxResponseHeadersSize(MOST_HEADERS);
    client.setMaxConnectionsPerDestination(Turns.AT_ONCE);
    client.setDestinationIdleTimeout(Duration.ofMinutes(1).toMillis());
    client.setUserAgentField(new HttpField(HttpHeader.USER_AGENT, "chat-webhooks/1"));
    try {
      client.start();
    } catch (Exception e) {
      throw new IllegalStateException("the client of webhooks can't start", e);
    }
    client.getProtocolHandlers().clear();
    client.getContentDecoderFactories().clear();
    return client;
  }

  /**
   * Makes one attempt to deliver an event.
   *
   * @param done gets the outcome once, on any thread
   */
  void post(Webhook hook, WebhookEvent event, Consumer<Answer> done) {
    try {
      byte[] body = erased.without(event.log().value());
      long seconds = clock.instant().getEpochSecond();
      String signatures =
          hook.signatures().stream()
              .map(signature -> signature.sign(event.id(), seconds, body))
              .collect(Collectors.joining(" "));
      Request request =
          client
              .newRequest(hook.url())
              .method(HttpMethod.POST)
              .tag(hook.name())
              .timeout(settings.timeout().toMillis(), TimeUnit.MILLISECONDS)
              .headers(
                  headers -> {
                    headers.put("webhook-id", event.id());
                    headers.put("webhook-timestamp", Long.toString(seconds));
                    headers.put("webhook-signature", signatures);
                    WebhookEvent.HEADERS.forEach(
                        name -> headers.put(name.replace('_', '-'), event.header(name)));
                  })
              .body(new BytesRequestContent("application/json", body));
      request.send(new Reading(done));
    } catch (RuntimeException e) {
      done.accept(Answer.none("the request can't be sent"));
    }
  }

  /** Reads an answer, of which only the status and the time to wait count. */
  private final class Reading implements Response.Listener {

    private final Consumer<Answer> done;
    private @Nullable Answer answer;
    private long body;

    Reading(Consumer<Answer> done) {
      this.done = done;
    }

    @Override
    public void onHeaders(Response response) {
      String retryAfter = response.getHeaders().get(HttpHeader.RETRY_AFTER);
      answer =
          Answer.of(
              response.getStatus(),
              RetryAfter.read(retryAfter, clock.instant(), settings.lastRetry()));
    }

    @Override
    public void onContent(Response response, ByteBuffer content) {
      body += content.remaining();
      content.position(content.limit());
      if (body > MOST_BODY) {
        var unused = response.abort(new IllegalStateException("too long"));
      }
    }

    @Override
    public void onComplete(Result result) {
      Answer known = answer;
      done.accept(known == null ? Answer.none(reason(result.getFailure())) : known);
    }
  }

  private String reason(@Nullable Throwable failure) {
    if (failure instanceof CheckedResolver.Refused) {
      return String.valueOf(failure.getMessage());
    }
    if (failure instanceof TimeoutException) {
      return "no answer within " + settings.timeout().toMillis() + " ms";
    }
    if (failure instanceof UnknownHostException) {
      return "the host has no address";
    }
    if (failure instanceof SSLException) {
      return "TLS failed: the certificate is not trusted, or is of another host";
    }
    return failure instanceof ConnectException ? "connection refused" : "the connection broke";
  }

  @Override
  public void close() {
    lookUps.shutdownNow();
    try {
      client.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the client of webhooks can't stop", e);
    }
  }
}
