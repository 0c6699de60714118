package chat.gateway.signals;

import chat.contract.Read;
import chat.contract.RecordHeaders;
import chat.contract.Signal;
import chat.contract.SignalCodec;
import chat.contract.Typing;
import chat.gateway.broadcast.Broadcast;
import chat.gateway.broadcast.Connection;
import chat.gateway.broadcast.Frame;
import chat.gateway.broadcast.UserConnections;
import chat.gateway.topic.TopicTaker;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands signals to the sockets here: a person's typing to the others in the room, a read marker to
 * the person's own devices and, where that was meant, to the others. The record's value is the
 * frame.
 */
final class SignalDelivery implements TopicTaker {

  private static final Logger LOG = LoggerFactory.getLogger(SignalDelivery.class);

  private final Broadcast broadcast;
  private final UserConnections connections;
  private final Signals signals;
  private final Typists typists;
  private final InstantSource clock;

  SignalDelivery(
      Broadcast broadcast,
      UserConnections connections,
      Signals signals,
      Typists typists,
      InstantSource clock) {
    this.broadcast = broadcast;
    this.connections = connections;
    this.signals = signals;
    this.typists = typists;
    this.clock = clock;
  }

  @Override
  public void take(ConsumerRecord<byte[], byte[]> record) {
    try {
      Signal signal = SignalCodec.decode(record.value());
      if (signal instanceof Typing typing) {
        typing(typing, record.value());
      } else if (signal instanceof Read read) {
        read(read, isForEverybody(record), record.value());
      }
    } catch (IllegalArgumentException | NullPointerException unreadable) {
      LOG.debug("{} offset {}: {}", record.topic(), record.offset(), unreadable.getMessage());
    }
  }

  @Override
  public void rest(boolean caughtUp) {
    long now = clock.millis();
    signals.publishDue(now);
    typists.expired(now).forEach(stopped -> toOthers(stopped, SignalCodec.encode(stopped)));
  }

  private void typing(Typing typing, byte[] frame) {
    signals.heard(typing);
    if (typists.take(typing, clock.millis())) {
      toOthers(typing, frame);
    }
  }

  private void read(Read read, boolean everybody, byte[] frame) {
    Frame event = Frame.event(read.room(), read.type(), frame);
    connections.of(read.user().id()).forEach(device -> device.sendEphemeral(event));
    if (everybody) {
      toOthers(read, frame);
    }
  }

  private void toOthers(Signal signal, byte[] frame) {
    List<Connection> own = connections.of(signal.user().id());
    broadcast.deliverEphemeral(signal.room(), signal.type(), frame, own);
  }

  private static boolean isForEverybody(ConsumerRecord<byte[], byte[]> record) {
    Header audience = record.headers().lastHeader(RecordHeaders.AUDIENCE);
    return audience != null
        && RecordHeaders.AUDIENCE_ROOM.equals(new String(audience.value(), StandardCharsets.UTF_8));
  }
}
