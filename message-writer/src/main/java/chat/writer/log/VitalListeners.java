package chat.writer.log;

import chat.guard.Vital;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.kafka.listener.MessageListenerContainer;
import org.springframework.stereotype.Component;

/**
 * The consumers of this process: each ends for ever after a failure that its container can't
 * handle.
 */
@Component
final class VitalListeners implements Vital {

  private final List<MessageListenerContainer> containers;

  VitalListeners(List<MessageListenerContainer> containers) {
    this.containers = List.copyOf(containers);
  }

  @Override
  public Stream<String> ended() {
    return containers.stream()
        .filter(container -> !container.isInExpectedState())
        .map(container -> "consumer of group " + container.getGroupId());
  }
}
