package chat.gateway.inbox;

import chat.gateway.log.LoggedEvent;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The entries whose users are told at a later time. Those of one millisecond are a chain with one
 * timer, so an entry that waits costs no object: all entries of a gateway may wait at once. Has the
 * thread of the inboxes.
 */
final class DueEntries {

  private final InboxLoop loop;
  private final BiConsumer<InboxEntry, @Nullable LoggedEvent> teller;
  private final Map<Long, InboxEntry> first = new HashMap<>();

  /**
   * No entry waits.
   *
   * @param teller gets each entry when it is due, with the message that was added with it
   */
  DueEntries(InboxLoop loop, BiConsumer<InboxEntry, @Nullable LoggedEvent> teller) {
    this.loop = loop;
    this.teller = teller;
  }

  /** Adds an entry that is not queued. */
  void add(InboxEntry entry, long due, @Nullable LoggedEvent last) {
    entry.queued = true;
    entry.last = last;
    entry.next = first.put(due, entry);
    if (entry.next == null) {
      loop.at(due, () -> tell(due));
    }
  }

  /** A failure concerns one entry. */
  private void tell(InboxEntry entry, @Nullable LoggedEvent last) {
    InboxLoop.run(() -> teller.accept(entry, last));
  }

  private void tell(long due) {
    InboxEntry entry = first.remove(due);
    while (entry != null) {
      InboxEntry next = entry.next;
      LoggedEvent last = entry.last;
      entry.next = null;
      entry.last = null;
      entry.queued = false;
      tell(entry, last);
      entry = next;
    }
  }
}
