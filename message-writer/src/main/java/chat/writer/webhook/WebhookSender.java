package chat.writer.webhook;

import chat.edge.guard.Loop;
import chat.edge.guard.Outage;
import chat.writer.erased.Erased;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the webhooks that are defined: looks every second which there are, starts and stops their
 * consumers, and reports their status.
 */
final class WebhookSender extends Loop {

  private static final Logger LOG = LoggerFactory.getLogger(WebhookSender.class);

  private static final Duration INTERVAL = Duration.ofSeconds(1);

  /** Longer than the longest wait for an answer. */
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(25);

  /** Rounds between two looks whether the sender of another process got a 410. */
  private static final int GONE_ROUNDS = 10;

  private final boolean enabled;
  private final CassandraWebhooks tables;
  private final Function<Webhook, WebhookConsumer> consumers;
  private final WebhookGroups groups;
  private final Erased erased;
  private final Outage outage =
      new Outage(LOG, "webhooks can't be read, retrying: {}", "webhooks are read again");

  private final Map<String, WebhookConsumer> running = new ConcurrentHashMap<>();

  /** The revisions that receivers ended, by webhook. */
  private final Map<String, String> gone = new HashMap<>();

  private int rounds;

  WebhookSender(
      WebhookSettings settings,
      CassandraWebhooks tables,
      Function<Webhook, WebhookConsumer> consumers,
      WebhookGroups groups,
      Erased erased,
      WebhookMetrics metrics) {
    super("webhooks", STOP_PATIENCE);
    this.enabled = settings.enabled();
    this.tables = tables;
    this.consumers = consumers;
    this.groups = groups;
    this.erased = erased;
    metrics.show(running.values(), InstantSource.system());
  }

  @Override
  public boolean isAutoStartup() {
    return enabled;
  }

  @Override
  protected Duration round() throws InterruptedException {
    try {
      rounds = (rounds + 1) % GONE_ROUNDS;
      CassandraWebhooks.Found found = tables.all();
      List<Webhook> all = found.hooks();
      Set<String> defined = found.groups();
      report(defined);
      if (running.isEmpty() && !all.isEmpty()) {
        erased.learn();
      } else {
        var unused = erased.refresh();
      }
      follow(all);
      removeEnded(defined);
      groups.keepOnly(defined);
      outage.over();
    } catch (RuntimeException e) {
      outage.failed(e);
    }
    return INTERVAL;
  }

  private void follow(List<Webhook> all) {
    Set<String> wanted = new HashSet<>();
    for (Webhook hook : all) {
      if (!hook.paused() && !isGone(hook)) {
        wanted.add(hook.name());
        WebhookConsumer consumer = running.get(hook.name());
        if (consumer == null) {
          start(hook);
        } else if (consumer.hook().generation().equals(hook.generation())) {
          consumer.update(hook);
        } else {
          consumer.end();
        }
      }
    }
    running.forEach(
        (name, consumer) -> {
          if (!wanted.contains(name)) {
            consumer.end();
          }
        });
  }

  private boolean isGone(Webhook hook) {
    String revision = hook.revision();
    WebhookConsumer consumer = running.get(hook.name());
    if (consumer != null && revision.equals(consumer.report().gone())) {
      return true;
    }
    if (!revision.equals(gone.get(hook.name()))
        && (consumer == null || rounds == 0)
        && tables.isGone(hook)) {
      gone.put(hook.name(), revision);
    }
    return revision.equals(gone.get(hook.name()));
  }

  private void start(Webhook hook) {
    WebhookConsumer consumer = consumers.apply(hook);
    running.put(hook.name(), consumer);
    consumer.start();
    LOG.info("webhook {} started, group {}", hook.name(), hook.group());
  }

  /** A webhook starts again only when its consumer has ended, so that none overtakes another. */
  private void removeEnded(Set<String> defined) {
    Iterator<WebhookConsumer> consumers = running.values().iterator();
    while (consumers.hasNext()) {
      WebhookConsumer consumer = consumers.next();
      if (consumer.hasEnded()) {
        report(consumer, defined);
        consumer.report().close();
        consumers.remove();
        LOG.info("webhook {} stopped", consumer.hook().name());
      }
    }
  }

  private void report(Set<String> defined) {
    running.values().forEach(consumer -> report(consumer, defined));
  }

  /** Of a webhook that is deleted nothing is kept. */
  private void report(WebhookConsumer consumer, Set<String> defined) {
    WebhookStatus status = consumer.report().takeChange();
    if (status != null && defined.contains(consumer.hook().group())) {
      try {
        tables.write(consumer.hook(), status);
      } catch (RuntimeException e) {
        consumer.report().changeAgain();
        throw e;
      }
    }
  }

  @Override
  protected void finish() {
    running.values().forEach(WebhookConsumer::end);
    try {
      for (WebhookConsumer consumer : running.values()) {
        consumer.join(STOP_PATIENCE);
      }
      report(tables.all().groups());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.debug("the last status is not kept", e);
    }
  }
}
