package chat.writer.room;

import java.util.concurrent.CompletionStage;

/** Where records go that can't be read. */
@FunctionalInterface
public interface DeadLetters {

  /** Keeps a record and the reason; done once it is safe. Redelivery may keep it twice. */
  CompletionStage<Void> keep(LogRecord log, String reason);
}
