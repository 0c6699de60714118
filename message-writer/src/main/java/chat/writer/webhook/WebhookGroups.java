package chat.writer.webhook;

import java.time.Duration;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes the consumer groups of webhooks that are deleted, and of earlier generations. A group
 * that still has a member, in another process, is tried again. What is missed, as after a restart,
 * the broker removes when its offsets expire.
 */
final class WebhookGroups {

  private static final Logger LOG = LoggerFactory.getLogger(WebhookGroups.class);

  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final int TRIES = 120;

  private final Admin admin;
  private final Set<String> known = new HashSet<>();

  /** The groups to delete, with the number of tries that are left. */
  private final Map<String, Integer> old = new LinkedHashMap<>();

  WebhookGroups(Admin admin) {
    this.admin = admin;
  }

  /** Deletes the known groups that are not among the present ones. Blocks. */
  void keepOnly(Set<String> present) throws InterruptedException {
    known.stream()
        .filter(group -> !present.contains(group))
        .forEach(group -> old.put(group, TRIES));
    known.clear();
    known.addAll(present);
    Iterator<Map.Entry<String, Integer>> groups = old.entrySet().iterator();
    while (groups.hasNext()) {
      Map.Entry<String, Integer> group = groups.next();
      if (delete(group.getKey()) || group.getValue() == 1) {
        groups.remove();
      } else {
        group.setValue(group.getValue() - 1);
      }
    }
  }

  private boolean delete(String group) throws InterruptedException {
    try {
      admin
          .deleteConsumerGroups(Set.of(group))
          .all()
          .get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      LOG.info("group {} deleted", group);
      return true;
    } catch (ExecutionException e) {
      return e.getCause() instanceof GroupIdNotFoundException;
    } catch (TimeoutException e) {
      return false;
    }
  }
}
