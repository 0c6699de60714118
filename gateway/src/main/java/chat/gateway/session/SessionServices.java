package chat.gateway.session;

import chat.gateway.account.token.AccessTokens;
import chat.gateway.limits.Limits;
import chat.gateway.message.MessageChanges;
import chat.gateway.message.Messages;
import chat.gateway.presence.SessionLog;
import chat.gateway.presence.Watches;
import chat.gateway.room.Joins;
import chat.gateway.room.Reading;
import chat.gateway.room.RoomAccess;
import chat.gateway.signals.Signals;
import chat.sockets.fanout.Replays;
import chat.sockets.fanout.UserConnections;
import java.time.Duration;
import java.time.InstantSource;

/**
 * What the sockets' frames are carried out by.
 *
 * @param pingInterval how often clients may expect to hear something
 */
record SessionServices(
    ClientFrames frames,
    AccessTokens tokens,
    Joins joins,
    Messages messages,
    MessageChanges changes,
    RoomAccess access,
    Reading reading,
    UserConnections connections,
    SocketCounts counts,
    Limits limits,
    Signals signals,
    SessionLog presence,
    Watches watches,
    Replays replays,
    InstantSource clock,
    SocketSettings settings,
    Duration pingInterval) {}
