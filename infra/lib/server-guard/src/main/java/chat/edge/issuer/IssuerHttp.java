package chat.edge.issuer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Reads documents of issuers. Bounds an answer's size, and the time until its last byte; follows no
 * redirect, as it could lead to an address that is not safe.
 */
final class IssuerHttp {

  private static final int MAX_BYTES = 256 * 1024;

  private final Duration timeout;
  private final HttpClient client;

  IssuerHttp(Duration timeout) {
    this.timeout = timeout;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(timeout)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  /** The text of a document. */
  String read(URI address) throws IOException {
    if (!IssuerAddress.isSafe(address)) {
      throw new IOException(address + " is neither https nor http to loopback");
    }
    HttpRequest request =
        HttpRequest.newBuilder(address).header("Accept", "application/json").build();
    CompletableFuture<HttpResponse<String>> answer = client.sendAsync(request, bounded());
    try {
      HttpResponse<String> response = answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      if (response.statusCode() != 200) {
        throw new IOException(address + " answers " + response.statusCode());
      }
      return response.body();
    } catch (ExecutionException e) {
      throw new IOException(address + " does not answer", e.getCause());
    } catch (TimeoutException e) {
      boolean unused = answer.cancel(true);
      throw new IOException(address + " does not answer within " + timeout, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static BodyHandler<String> bounded() {
    return head -> {
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      return BodySubscribers.mapping(
          BodySubscribers.ofByteArrayConsumer(
              piece -> piece.ifPresent(bytes -> append(body, bytes))),
          done -> body.toString(StandardCharsets.UTF_8));
    };
  }

  private static void append(ByteArrayOutputStream body, byte[] bytes) {
    if (body.size() + bytes.length > MAX_BYTES) {
      throw new IllegalStateException("an answer of over " + MAX_BYTES + " bytes");
    }
    body.writeBytes(bytes);
  }
}
