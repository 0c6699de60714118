package chat.gateway.room;

import chat.contract.Author;
import java.util.concurrent.CompletableFuture;

/** Finds users by id. */
public interface People {

  /** Finds a user; fails with {@code not_found} if there is none with that id. */
  CompletableFuture<Author> find(String id);
}
