package chat.sockets.engineio;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A client's GET that is held until there is something to tell. */
interface Poll {

  /**
   * Answers with packets, without blocking; called at most once.
   *
   * @param done called once, by any thread; with the error if the client did not get them
   */
  void answer(byte[] payload, Consumer<@Nullable Throwable> done);

  /** Says that it is not asked for, without blocking; instead of an answer. */
  void refuse();
}
