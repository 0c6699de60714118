package chat.gateway.bulk;

import chat.contract.Author;
import chat.contract.log.ErasedUsers;
import chat.gateway.room.People;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The authors of an import's messages, so that each is looked up once. Used by one thread. */
final class KnownAuthors {

  /** Some ten megabytes. */
  private static final int CAPACITY = 50_000;

  private final People people;
  private final ErasedUsers erased;
  private final Map<String, Author> known =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Author> eldest) {
          return size() > CAPACITY;
        }
      };

  KnownAuthors(People people, ErasedUsers erased) {
    this.people = people;
    this.erased = erased;
  }

  /** Finds an author; fails with {@code not_found}, also if the user was erased meanwhile. */
  CompletableFuture<Author> find(String id) {
    Author author = known.get(id);
    return author != null && !erased.has(id)
        ? CompletableFuture.completedFuture(author)
        : people.find(id);
  }

  /** Remembers an author who was found. */
  void add(Author author) {
    known.put(author.id(), author);
  }
}
