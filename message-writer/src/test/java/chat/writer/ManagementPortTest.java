package chat.writer;

import chat.infra.attacks.FreePort;
import chat.infra.attacks.HostileHttp;
import org.junit.jupiter.api.AfterAll;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** Sends bytes that no well-behaved client sends to the only port of a writer. */
class ManagementPortTest extends HostileHttp {

  private static final TestKeyspace KEYSPACE = TestKeyspace.shared();
  private static final ConfigurableApplicationContext WRITER =
      FreePort.start(
          port ->
              new SpringApplicationBuilder(WriterApplication.class)
                  .run(
                      KEYSPACE
                          .arguments(
                              "--management.server.port=" + port, "--chat.web.first-request=3s")
                          .toArray(String[]::new)));

  @AfterAll
  static void stop() {
    WRITER.close();
  }

  @Override
  protected int port() {
    return WRITER.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
  }

  @Override
  protected String openPath() {
    return "/actuator/health/liveness";
  }
}
