package chat.infra.openid;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Duration;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.eclipse.jetty.ee11.servlet.FilterHolder;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.jspecify.annotations.Nullable;
import org.springframework.web.context.ContextLoaderListener;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.filter.DelegatingFilterProxy;
import tools.jackson.databind.json.JsonMapper;

/**
 * A Spring Authorization Server on a port of its own. Its keys change, and it goes away and comes
 * back, when a test says so.
 */
public final class OpenIdProvider implements AutoCloseable {

  /** Systems give no port below 32768 to a connection, so it stays free while this is away. */
  private static final int FIRST_PORT = 28_000;

  private static final int LAST_PORT = 32_767;

  /** Processes that look at the same time begin at different ports. */
  private static final int PROCESSES = 250;

  /** No port is another provider's later: clients of the former one may still call it. */
  private static final AtomicInteger NEXT_PORT =
      new AtomicInteger(FIRST_PORT + (int) (ProcessHandle.current().pid() % PROCESSES) * 16);

  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Map<String, String> SIGNATURES =
      Map.of(
          "RS256", "SHA256withRSA",
          "ES256", "SHA256withECDSAinP1363Format",
          "EdDSA", "Ed25519");

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final AtomicInteger keyReads = new AtomicInteger();
  private volatile ProviderKeys keys = ProviderKeys.generate();
  private volatile CountDownLatch answering = new CountDownLatch(0);
  private int port;
  private @Nullable Server server;

  /** Starts a provider. */
  public OpenIdProvider() {
    start();
  }

  /** Starts it again after {@link #stop}, on the same port. */
  public void start() {
    Server starting = new Server();
    ServerConnector connector = new ServerConnector(starting);
    connector.setHost("127.0.0.1");
    starting.addConnector(connector);
    try {
      open(connector); // the issuer's name has the port
      starting.setHandler(handler());
      starting.start();
    } catch (Exception e) {
      throw new IllegalStateException("the provider does not start", e);
    }
    server = starting;
  }

  /** On its port, or on the first free one when it has none yet. */
  private void open(ServerConnector connector) throws IOException {
    boolean again = port > 0;
    while (!connector.isOpen()) {
      connector.setPort(again ? port : NEXT_PORT.getAndIncrement());
      try {
        connector.open();
      } catch (IOException taken) {
        if (again || connector.getPort() >= LAST_PORT) {
          throw taken;
        }
      }
    }
    port = connector.getLocalPort();
  }

  private ServletContextHandler handler() {
    AnnotationConfigWebApplicationContext context = new AnnotationConfigWebApplicationContext();
    context.addBeanFactoryPostProcessor(
        beans -> {
          beans.registerSingleton("openIdProvider", this);
          beans.registerSingleton("currentKeys", (Supplier<ProviderKeys>) () -> keys);
        });
    context.register(ProviderSecurity.class);
    ServletContextHandler handler = new ServletContextHandler("/", ServletContextHandler.SESSIONS);
    handler.addEventListener(new ContextLoaderListener(context));
    handler.addFilter(
        new FilterHolder(
            (request, response, chain) -> {
              String path = ((HttpServletRequest) request).getRequestURI();
              if (path.endsWith("/jwks")) {
                keyReads.incrementAndGet();
              }
              awaitAnswering();
              chain.doFilter(request, response);
            }),
        "/*",
        EnumSet.of(DispatcherType.REQUEST));
    handler.addFilter(
        new FilterHolder(new DelegatingFilterProxy("springSecurityFilterChain")),
        "/*",
        EnumSet.of(DispatcherType.REQUEST));
    return handler;
  }

  private void awaitAnswering() throws IOException {
    try {
      answering.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /** The {@code iss} of its tokens, and its address. */
  public String issuer() {
    return "http://127.0.0.1:" + port;
  }

  /**
   * Where tokens are given for codes: at another origin than the issuer, as large providers have
   * it.
   */
  public String tokenEndpoint() {
    return "http://localhost:" + port + "/oauth2/token";
  }

  /** How often its keys were read. */
  public int keyReads() {
    return keyReads.get();
  }

  /** From now on it has other keys, and only those. */
  public void changeKeys() {
    keys = ProviderKeys.generate();
  }

  /** From now on it accepts requests and does not answer. */
  public void hang() {
    answering = new CountDownLatch(1);
  }

  /** Answers again, also the requests that hang. */
  public void answer() {
    answering.countDown();
  }

  /**
   * Asks it for an access token, which is good for an hour.
   *
   * @param algorithm RS256 or ES256
   * @param claims in place of the usual ones, or beside them
   */
  public String token(String algorithm, Map<String, ?> claims) {
    String form =
        "grant_type=client_credentials&alg="
            + algorithm
            + "&claims="
            + URLEncoder.encode(JsonMapper.shared().writeValueAsString(claims), UTF_8);
    String credentials = ProviderSecurity.CLIENT + ":" + ProviderSecurity.SECRET;
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(issuer() + "/oauth2/token"))
            .timeout(TIMEOUT)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header(
                "Authorization",
                "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(UTF_8)))
            .POST(BodyPublishers.ofString(form))
            .build();
    try {
      HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new IllegalStateException(answer.statusCode() + " " + answer.body());
      }
      return JsonMapper.shared().readTree(answer.body()).get("access_token").asString();
    } catch (IOException e) {
      throw new IllegalStateException("the provider does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /**
   * Signs any token with its present key, also one that it would never issue.
   *
   * @param algorithm RS256, ES256 or EdDSA
   * @param header beside {@code alg} and {@code kid}, or in place of these
   */
  public String sign(String algorithm, Map<String, ?> header, Map<String, ?> claims) {
    ProviderKeys present = keys;
    Map<String, Object> all = new TreeMap<>();
    all.put("alg", algorithm);
    all.put("kid", present.id(algorithm));
    all.putAll(header);
    String content = part(all) + "." + part(claims);
    try {
      Signature signature = Signature.getInstance(SIGNATURES.get(algorithm));
      signature.initSign(present.pair(algorithm).getPrivate());
      signature.update(content.getBytes(UTF_8));
      return content + "." + base64(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The key that verifies an algorithm at present. */
  public PublicKey publicKey(String algorithm) {
    return keys.pair(algorithm).getPublic();
  }

  private static String part(Map<String, ?> json) {
    return base64(JsonMapper.shared().writeValueAsBytes(json));
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Goes away. */
  public void stop() {
    Server running = server;
    if (running != null) {
      try {
        running.stop();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
      server = null;
    }
  }

  @Override
  public void close() {
    answer();
    stop();
  }
}
