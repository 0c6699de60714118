package chat.writer;

import chat.contract.log.Seq;
import chat.infra.devstack.Backends;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * A writer that delivers to webhooks on loopback, with its log. The webhooks of a test are deleted
 * after it, and the writer is closed after all tests of its class.
 */
final class HookedWriter implements AfterEachCallback, AfterAllCallback {

  private final List<DefinedWebhook> hooks = new ArrayList<>();
  private final ConfigurableApplicationContext writer;
  final ResolvedLog log = new ResolvedLog(Backends.shared().kafka());
  final Admin admin = Admin.create(Map.of("bootstrap.servers", Backends.shared().kafka()));

  /**
   * Starts it.
   *
   * @param settings further ones of webhooks, such as {@code timeout=20s}
   */
  HookedWriter(String... settings) {
    List<String> arguments =
        Stream.concat(Stream.of("allowed-networks=127.0.0.0/8"), Stream.of(settings))
            .map(setting -> "--chat.writer.webhooks." + setting)
            .toList();
    writer =
        new SpringApplicationBuilder(WriterApplication.class)
            .run(
                Stream.concat(
                        TestKeyspace.shared().arguments("--management.server.port=0").stream(),
                        arguments.stream())
                    .toArray(String[]::new));
  }

  /** Defines a webhook from the beginning of the topic on. */
  DefinedWebhook define(String url, String... rooms) {
    return define(0, new DefinedWebhook(url, rooms));
  }

  /** Defines a webhook from a time on, in milliseconds since the epoch UTC. */
  DefinedWebhook define(long from, String url, String... rooms) {
    return define(from, new DefinedWebhook(url, rooms));
  }

  /** Defines a webhook that is not written yet, from a time on, with one write. */
  DefinedWebhook define(long from, DefinedWebhook hook) {
    hooks.add(hook);
    return hook.from(from);
  }

  @Override
  public void afterEach(ExtensionContext test) {
    hooks.forEach(DefinedWebhook::delete);
    hooks.clear();
  }

  /** Appends a message, and gives its seq. */
  long say(String room, String id) throws Exception {
    return Seq.of(
        TestKeyspace.shared().epoch(), log.say(room, id).get(30, TimeUnit.SECONDS).offset());
  }

  /** The value of a gauge. */
  double gauge(String name) {
    return writer.getBean(MeterRegistry.class).get(name).gauge().value();
  }

  @Override
  public void afterAll(ExtensionContext tests) {
    writer.close();
    log.close();
    admin.close();
  }
}
