package chat.edge.guard;

import java.util.List;
import java.util.stream.Stream;
import org.springframework.kafka.listener.MessageListenerContainer;

/** The Kafka consumers of a service. A failure that its container can't handle ends a consumer. */
public final class VitalListeners implements Vital {

  private final List<MessageListenerContainer> containers;

  /** Watches the containers of listeners. */
  public VitalListeners(List<MessageListenerContainer> containers) {
    this.containers = List.copyOf(containers);
  }

  @Override
  public Stream<String> ended() {
    return containers.stream()
        .filter(container -> !container.isInExpectedState())
        .map(container -> "consumer of group " + container.getGroupId());
  }
}
