package chat.gateway.log;

import chat.gateway.log.RoomChain.Link;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The events of a tail in log order: a ring buffer that can be searched by seq. */
final class Ring {

  private @Nullable Link[] slots = new Link[64];
  private int head;
  private int size;

  int size() {
    return size;
  }

  void add(Link link) {
    if (size == slots.length) {
      grow();
    }
    slots[slot(size)] = link;
    size++;
  }

  Link removeOldest() {
    Link oldest = get(0);
    slots[head] = null;
    head = slot(1);
    size--;
    return oldest;
  }

  /** The event at a seq; null if there is none. */
  @Nullable Link find(long seq) {
    int low = 0;
    int high = size - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      Link link = get(middle);
      if (link.seq == seq) {
        return link;
      }
      if (link.seq < seq) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return null;
  }

  Link get(int index) {
    Link link = index < size ? slots[slot(index)] : null;
    if (link == null) {
      throw new IndexOutOfBoundsException("index: " + index + " (expected: < " + size + ")");
    }
    return link;
  }

  private int slot(int index) {
    return (head + index) & (slots.length - 1);
  }

  private void grow() {
    @Nullable Link[] larger = Arrays.copyOfRange(slots, head, head + 2 * slots.length);
    System.arraycopy(slots, 0, larger, slots.length - head, head);
    slots = larger;
    head = 0;
  }
}
