package chat.writer.room;

import java.util.concurrent.CompletionStage;

/** The destination of unreadable records. */
@FunctionalInterface
public interface DeadLetters {

  /**
   * Keeps a record and the reason; completes once it is stored safely. Redelivery may keep it
   * twice.
   */
  CompletionStage<Void> keep(LogRecord log, String reason);
}
