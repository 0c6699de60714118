package chat.writer.room;

import java.util.LinkedHashMap;
import java.util.Map;

/** A bounded map: the entry that was used least recently makes room for a new one. */
final class RecentlyUsed<K, V> extends LinkedHashMap<K, V> {

  private static final long serialVersionUID = 1;

  private static final int FIRST_SIZE = 16;
  private static final float LOAD = 0.75f;

  private final int capacity;

  /**
   * An empty map.
   *
   * @param capacity maximum number of entries
   */
  RecentlyUsed(int capacity) {
    super(FIRST_SIZE, LOAD, true);
    this.capacity = capacity;
  }

  @Override
  protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
    return size() > capacity;
  }
}
