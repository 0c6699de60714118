package chat.presence;

import chat.infra.attacks.FreePort;
import chat.infra.attacks.HostileHttp;
import chat.infra.devstack.Backends;
import org.junit.jupiter.api.AfterAll;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** Sends bytes that no well-behaved client sends to the only port of a tracker. */
class ManagementPortTest extends HostileHttp {

  private static final ConfigurableApplicationContext TRACKER =
      FreePort.start(
          port ->
              new SpringApplicationBuilder(TrackerApplication.class)
                  .run(
                      "--management.server.port=" + port,
                      "--chat.web.first-request=3s",
                      "--spring.kafka.bootstrap-servers=" + Backends.shared().kafka(),
                      "--spring.data.redis.url=" + Backends.shared().redis()));

  @AfterAll
  static void stop() {
    TRACKER.close();
  }

  @Override
  protected int port() {
    return TRACKER.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
  }

  @Override
  protected String openPath() {
    return "/actuator/health/liveness";
  }
}
