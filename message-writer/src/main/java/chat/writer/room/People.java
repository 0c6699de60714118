package chat.writer.room;

import chat.contract.Author;
import chat.contract.event.MemberChange;
import chat.contract.event.RoomChange;
import chat.contract.event.RoomEvent;
import chat.writer.room.MessageEffect.PersonNamed;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The users recently recorded as named in a bucket, so that a busy author costs one row a bucket,
 * not one a message. A forgotten entry is written again, which changes nothing.
 */
final class People {

  private final Set<PersonNamed> written;

  /**
   * None.
   *
   * @param capacity maximum number of entries, of about 200 bytes each
   */
  People(int capacity) {
    this.written = Collections.newSetFromMap(new RecentlyUsed<>(capacity));
  }

  /** The ids of the users whom an event names by id and name. */
  static Stream<String> in(RoomEvent event) {
    if (event instanceof MemberChange change) {
      return Stream.of(change.user(), change.actor()).map(Author::id).distinct();
    }
    List<Author> named = new ArrayList<>();
    if (event instanceof RoomChange change) {
      named.addAll(change.pair());
    }
    Author actor = event.actor();
    if (actor != null) {
      named.add(actor);
    }
    return named.stream().map(Author::id).distinct();
  }

  /** The entries that may not be in the tables yet. */
  List<PersonNamed> unknown(Collection<PersonNamed> named) {
    return named.stream().filter(person -> !written.contains(person)).toList();
  }

  /** Remembers entries that the tables have accepted. */
  void keep(Collection<PersonNamed> named) {
    written.addAll(named);
  }
}
