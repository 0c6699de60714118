package chat.gateway.room;

import chat.contract.Author;
import java.util.concurrent.CompletableFuture;

/** The users that rooms are about. */
public interface People {

  /** A user; fails with {@code not_found} if there is none of that id. */
  CompletableFuture<Author> find(String id);
}
