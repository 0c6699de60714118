package chat.gateway.signals;

import chat.contract.event.Emission;
import chat.contract.event.Read;
import chat.contract.event.Signal;
import chat.contract.event.SignalCodec;
import chat.contract.event.Typing;
import chat.contract.log.RecordHeaders;
import chat.gateway.kafka.RecordHandler;
import chat.sockets.fanout.Connection;
import chat.sockets.fanout.Frame;
import chat.sockets.fanout.Hub;
import chat.sockets.fanout.UserConnections;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers signals to the connections of this gateway: typing to the other users in the room, an
 * emitted event to all in the room, a read marker to the user's own devices and, if meant for them,
 * to the others. The record's value is the frame.
 */
final class SignalDelivery implements RecordHandler {

  private static final Logger LOG = LoggerFactory.getLogger(SignalDelivery.class);

  private final Hub hub;
  private final UserConnections connections;
  private final MarkerObserver markers;
  private final Signals signals;
  private final Typists typists;
  private final InstantSource clock;

  SignalDelivery(
      Hub hub,
      UserConnections connections,
      MarkerObserver markers,
      Signals signals,
      Typists typists,
      InstantSource clock) {
    this.hub = hub;
    this.connections = connections;
    this.markers = markers;
    this.signals = signals;
    this.typists = typists;
    this.clock = clock;
  }

  @Override
  public void handle(ConsumerRecord<byte[], byte[]> record) {
    if (!isForThisGateway(record)) {
      return;
    }
    try {
      Signal signal = SignalCodec.decode(record.value());
      if (signal instanceof Typing typing) {
        typing(typing, record.value());
      } else if (signal instanceof Read read) {
        read(read, isForRoom(record), record.value());
      } else if (signal instanceof Emission emission) {
        hub.deliverEphemeral(emission.room(), emission.type(), record.value(), List.of());
      }
    } catch (IllegalArgumentException | NullPointerException unreadable) {
      LOG.debug("{} offset {}: {}", record.topic(), record.offset(), unreadable.getMessage());
    }
  }

  /**
   * Whether a connection of this gateway gets the signal. Most are for none, so this must be cheap:
   * it looks at the key, the headers and the beginning of the value.
   */
  private boolean isForThisGateway(ConsumerRecord<byte[], byte[]> record) {
    if (record.key() == null || record.value() == null) {
      return false;
    }
    boolean isJoined = hub.isJoined(new String(record.key(), StandardCharsets.UTF_8));
    String type = header(record, RecordHeaders.TYPE);
    if (type.equals(Emission.TYPE)
        || (isJoined && (!type.equals(Read.TYPE) || isForRoom(record)))) {
      return isJoined;
    }
    // The user's own devices get markers, and typing counts in the user's limit.
    String user = SignalCodec.userOf(record.value());
    return user == null || connections.has(user);
  }

  @Override
  public void polled(boolean caughtUp) {
    long now = clock.millis();
    signals.publishDue(now);
    typists.expired(now).forEach(stopped -> toOthers(stopped, SignalCodec.encode(stopped)));
  }

  private void typing(Typing typing, byte[] frame) {
    signals.heard(typing);
    if (typists.record(typing, clock.millis())) {
      toOthers(typing, frame);
    }
  }

  private void read(Read read, boolean toRoom, byte[] frame) {
    signals.heard(read);
    markers.moved(read);
    Frame event = Frame.event(read.room(), read.type(), frame);
    connections.of(read.user().id()).forEach(device -> device.sendEphemeral(event));
    if (toRoom) {
      toOthers(read, frame);
    }
  }

  private void toOthers(Signal signal, byte[] frame) {
    List<Connection> own = connections.of(signal.user().id());
    hub.deliverEphemeral(signal.room(), signal.type(), frame, own);
  }

  private static boolean isForRoom(ConsumerRecord<byte[], byte[]> record) {
    return RecordHeaders.AUDIENCE_ROOM.equals(header(record, RecordHeaders.AUDIENCE));
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null ? "" : RecordHeaders.text(header.value());
  }
}
