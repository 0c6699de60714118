package chat.gateway.presence;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How a gateway takes part in presence.
 *
 * @param gather how long what happens to a session is gathered before the trackers are told, so
 *     that a connect with all its rooms is one record
 * @param lease how long the trackers believe in this gateway's sessions without a sign of life
 * @param renewInterval how often it gives one
 * @param askInterval how often it looks again while presence is not known
 * @param roomsPerSession in how many rooms a session is seen; further ones it joins unseen
 * @param announceStep how many sessions at once are told of anew, when the trackers lost them
 * @param listed up to how many people in a room are told one by one, beyond that only counted
 * @param countInterval how often a room's watchers are told of another count
 */
@ConfigurationProperties("chat.gateway.presence")
record PresenceSettings(
    @DefaultValue("200ms") Duration gather,
    @DefaultValue("15s") Duration lease,
    @DefaultValue("5s") Duration renewInterval,
    @DefaultValue("500ms") Duration askInterval,
    @DefaultValue("200") int roomsPerSession,
    @DefaultValue("2000") int announceStep,
    @DefaultValue("200") int listed,
    @DefaultValue("1s") Duration countInterval) {

  PresenceSettings {
    if (renewInterval.multipliedBy(2).compareTo(lease) > 0) {
      throw new IllegalArgumentException(
          "renewInterval: " + renewInterval + " (expected: at most half of lease " + lease + ")");
    }
    if (roomsPerSession < 0 || announceStep < 1 || listed < 0) {
      throw new IllegalArgumentException(
          "roomsPerSession, announceStep, listed: %d, %d, %d (expected: >= 0, > 0, >= 0)"
              .formatted(roomsPerSession, announceStep, listed));
    }
  }
}
