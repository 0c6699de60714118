package chat.gateway.session;

import chat.edge.ClockConfiguration;
import chat.gateway.account.issuer.BearerTokens;
import chat.gateway.inbox.Inboxes;
import chat.gateway.limits.Limits;
import chat.gateway.message.Emissions;
import chat.gateway.message.MessageChanges;
import chat.gateway.message.Messages;
import chat.gateway.presence.SessionLog;
import chat.gateway.presence.Watches;
import chat.gateway.room.Joins;
import chat.gateway.room.Reading;
import chat.gateway.room.RoomAccess;
import chat.gateway.signals.Signals;
import chat.sockets.fanout.FanOutSettings;
import chat.sockets.fanout.Hub;
import chat.sockets.fanout.Replays;
import chat.sockets.fanout.UserConnections;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/** The services that carry out clients' requests. */
@Component
record SessionServices(
    ClientFrames frames,
    BearerTokens tokens,
    Joins joins,
    Messages messages,
    MessageChanges changes,
    Emissions emissions,
    RoomAccess access,
    Reading reading,
    Inboxes inboxes,
    UserConnections connections,
    SocketRefusals refusals,
    Limits limits,
    Signals signals,
    SessionLog presence,
    Watches watches,
    Hub hub,
    InstantSource clock,
    @Qualifier(ClockConfiguration.STEADY) InstantSource steadyClock,
    FanOutSettings fanOut) {

  Replays replays() {
    return hub.replays();
  }

  /** The interval in which a client hears something at least once. */
  Duration pingInterval() {
    return fanOut.pingInterval();
  }
}
