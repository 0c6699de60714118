package chat.sockets.engineio;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A client's GET that is held until there is a packet. */
interface Poll {

  /**
   * Answers with packets, without blocking; called at most once.
   *
   * @param done called once, by any thread; with the error if the client did not get them
   */
  void answer(byte[] payload, Consumer<@Nullable Throwable> done);

  /** Refuses the poll instead of an answer, without blocking. */
  void refuse();
}
