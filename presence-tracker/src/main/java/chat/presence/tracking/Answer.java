package chat.presence.tracking;

import chat.contract.Author;
import chat.contract.presence.Presence;
import chat.contract.presence.Status;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of a script: texts, and lists of them. A result that no script of ours returns comes
 * from keys that another program wrote; the tracker then starts again and publishes none of it.
 */
record Answer(@Nullable Object given) {

  private static final int CHANGE_FIELDS = 6;

  /** A position in a partition. */
  long position(int index) {
    return position(text(index));
  }

  /** Two consecutive positions. */
  Positions positions(int index) {
    return new Positions(position(index), position(index + 1));
  }

  Answer inner(int index) {
    return new Answer(element(index));
  }

  /** The presence of users to publish. */
  List<Presence> changes(int index) {
    Answer fields = inner(index);
    int count = fields.elements().size();
    if (count % CHANGE_FIELDS != 0) {
      throw malformed(count + " fields");
    }
    List<Presence> changes = new ArrayList<>(count / CHANGE_FIELDS);
    for (int i = 0; i < count; i += CHANGE_FIELDS) {
      changes.add(fields.change(i));
    }
    return changes;
  }

  private Presence change(int first) {
    String rooms = text(first + 5);
    try {
      return new Presence(
          new Author(text(first), text(first + 1)),
          Status.of(text(first + 2)),
          Long.parseLong(text(first + 3)),
          Long.parseLong(text(first + 4)),
          rooms.isEmpty() ? List.of() : List.of(rooms.split(",", -1)));
    } catch (IllegalArgumentException e) {
      throw malformed(e.getMessage());
    }
  }

  private static long position(String text) {
    try {
      return text.isEmpty() ? Positions.UNKNOWN : Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw malformed(e.getMessage());
    }
  }

  private String text(int index) {
    if (element(index) instanceof String text) {
      return text;
    }
    throw malformed("no text at " + index);
  }

  private @Nullable Object element(int index) {
    List<?> elements = elements();
    if (index >= elements.size()) {
      throw malformed("nothing at " + index);
    }
    return elements.get(index);
  }

  private List<?> elements() {
    if (given instanceof List<?> list) {
      return list;
    }
    throw malformed("no list");
  }

  private static IllegalStateException malformed(@Nullable String what) {
    return new IllegalStateException("unexpected result of a Redis script: " + what);
  }
}
