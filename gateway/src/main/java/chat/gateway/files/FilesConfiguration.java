package chat.gateway.files;

import chat.edge.guard.SlowReaders;
import chat.edge.problem.Problems;
import chat.gateway.security.ClientAddresses;
import chat.tracing.Tracing;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the proxy to the upload service. */
@Configuration(proxyBeanMethods = false)
class FilesConfiguration {

  /** The threads never block. */
  private static final int THREADS = 8;

  /** Uploads, links and metadata requests. */
  private static final int KINDS = 3;

  @Bean(initMethod = "start", destroyMethod = "stop")
  HttpClient uploadService(FilesSettings settings) {
    HttpClient client = new HttpClient();
    QueuedThreadPool threads = new QueuedThreadPool(THREADS, 2);
    threads.setName("files");
    client.setExecutor(threads);
    client.setConnectTimeout(settings.connectTimeout().toMillis());
    client.setIdleTimeout(settings.idleTimeout().toMillis());
    client.setMaxConnectionsPerDestination(KINDS * settings.inFlight());
    client.setFollowRedirects(false);
    client.getContentDecoderFactories().clear();
    client.getProtocolHandlers().clear(); // responses are passed on unchanged
    client.setUserAgentField(null);
    return client;
  }

  @Bean
  SlowReaders slowFileReaders(FilesSettings settings) {
    return new SlowReaders(settings.leastRate().toBytes(), settings.leastRateAfter());
  }

  @Bean
  ServletRegistrationBean<FilesServlet> files(
      HttpClient uploadService,
      FilesSettings settings,
      Problems problems,
      Tracing tracing,
      Signature signature,
      RoomRights rights,
      SlowReaders slow,
      ClientAddresses addresses) {
    ProxiedRequest.Means means =
        new ProxiedRequest.Means(
            new UploadService(uploadService, settings.url(), signature, tracing),
            new FileReaders(rights),
            slow,
            problems);
    ServletRegistrationBean<FilesServlet> servlet =
        new ServletRegistrationBean<>(
            new FilesServlet(means, addresses, settings.inFlight()),
            "/api/files/*",
            FilesServlet.LINKS + "/*");
    servlet.setAsyncSupported(true);
    return servlet;
  }
}
