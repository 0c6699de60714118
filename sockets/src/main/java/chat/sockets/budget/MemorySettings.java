package chat.sockets.budget;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What a gateway spends on its clients.
 *
 * @param clients how many bytes may wait to be sent or be held of what has not come completely,
 *     over all sockets and requests; 0: a fifth of the heap
 */
@ConfigurationProperties("chat.gateway.memory")
public record MemorySettings(@DefaultValue("0B") DataSize clients) {

  private static final int SHARE_OF_HEAP = 5;

  /** Rejects what can't work. */
  public MemorySettings {
    if (clients.isNegative()) {
      throw new IllegalArgumentException(
          "chat.gateway.memory.clients: " + clients + " (expected: >= 0)");
    }
  }

  /** How many bytes that is with a heap of so many. */
  long clientBytes(long heap) {
    return clients.toBytes() > 0 ? clients.toBytes() : heap / SHARE_OF_HEAP;
  }
}
