package chat.infra.prove.history;

import java.util.Iterator;
import java.util.List;

/**
 * The complete record of a run.
 *
 * @param faults the names of the faults
 * @param entries all entries in order, as often as needed
 */
public record Recording(Cast cast, List<String> faults, Iterable<Entry> entries) {
  public Recording {
    faults = List.copyOf(faults);
  }

  /** The entries from the begin. */
  public Iterator<Entry> iterator() {
    return entries.iterator();
  }
}
