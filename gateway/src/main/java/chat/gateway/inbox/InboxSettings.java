package chat.gateway.inbox;

import chat.edge.guard.SettingBounds;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How many rooms the inboxes of a gateway hold.
 *
 * @param maxRooms largest number of rooms in the inboxes of all users of a gateway, each counted
 *     once a user (0 or more); 0: one for each 2 KB of the heap. Beyond it, inboxes are partial
 */
@ConfigurationProperties("chat.gateway.inbox")
record InboxSettings(@DefaultValue("0") int maxRooms) {

  /** An entry takes about 150 bytes. */
  private static final int HEAP_EACH = 2 * 1024;

  InboxSettings {
    SettingBounds.atLeast("chat.gateway.inbox.max-rooms", maxRooms, 0);
  }

  int maxEntries() {
    return maxRooms == 0
        ? (int) Math.min(Integer.MAX_VALUE, Runtime.getRuntime().maxMemory() / HEAP_EACH)
        : maxRooms;
  }
}
