package chat.gateway.room;

import chat.gateway.log.LoggedEvent;
import chat.sockets.fanout.Frame;
import chat.sockets.fanout.MissedEvents;
import java.util.List;

/**
 * Events that a reader missed.
 *
 * @param reader the user's id
 */
public record MissedFrames(List<LoggedEvent> events, String reader) implements MissedEvents {

  @Override
  public int count() {
    return events.size();
  }

  @Override
  public long bytes() {
    return events.stream().mapToLong(event -> event.value().length).sum();
  }

  @Override
  public List<Frame> frames() {
    return events.stream()
        .map(
            event ->
                Frame.event(event.room(), event.seq(), event.type(), event.frame(reader), null))
        .toList();
  }
}
