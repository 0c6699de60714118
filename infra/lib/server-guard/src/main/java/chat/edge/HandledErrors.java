package chat.edge;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/**
 * Drops the errors that Kafka's consumers log of a commit, a leave or a close that failed. A failed
 * commit is thrown too, or given to a callback, and tried again; a member that could not leave or
 * close in order is removed when its session ends.
 */
final class HandledErrors extends Filter<ILoggingEvent> {

  private static final String PACKAGE = "org.apache.kafka.clients.consumer.internals.";
  private static final Set<String> LOGGERS =
      Set.of(PACKAGE + "ConsumerCoordinator", PACKAGE + "ClassicKafkaConsumer");

  /** Parts of their texts; in front of them is the name of the client. */
  private static final List<String> TEXTS =
      List.of(
          "Offset commit failed on partition",
          "Offset commit with offsets",
          "LeaveGroup request with",
          "Failed to close ");

  @Override
  public FilterReply decide(ILoggingEvent event) {
    boolean isHandled =
        event.getLevel() == Level.ERROR
            && LOGGERS.contains(event.getLoggerName())
            && TEXTS.stream().anyMatch(text -> String.valueOf(event.getMessage()).contains(text));
    return isHandled ? FilterReply.DENY : FilterReply.NEUTRAL;
  }

  /** Filters all that is logged from now on. */
  static void install(LoggerContext context) {
    HandledErrors filter = new HandledErrors();
    filter.start();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    for (Iterator<Appender<ILoggingEvent>> all = root.iteratorForAppenders(); all.hasNext(); ) {
      all.next().addFilter(filter);
    }
  }
}
