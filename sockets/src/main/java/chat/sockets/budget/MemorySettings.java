package chat.sockets.budget;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The memory that a gateway spends on its clients.
 *
 * @param clients memory for bytes that wait to be sent and for messages and bodies that are not yet
 *     complete, over all connections and requests (0B or more); 0B: a fifth of the heap. From half
 *     of its share for sending on, clients that read nothing for a second are closed with 4460 and
 *     resume; beyond it the largest are closed. Of incomplete messages and bodies the oldest is
 *     given up
 */
@ConfigurationProperties("chat.gateway.memory")
public record MemorySettings(@DefaultValue("0B") DataSize clients) {

  private static final int SHARE_OF_HEAP = 5;

  public MemorySettings {
    if (clients.toBytes() < 0) {
      throw new IllegalArgumentException(
          "chat.gateway.memory.clients: " + clients + " (expected: >= 0B)");
    }
  }

  /** The memory in bytes on a heap of this number of bytes. */
  long clientBytes(long heap) {
    return clients.toBytes() > 0 ? clients.toBytes() : heap / SHARE_OF_HEAP;
  }
}
