package chat.presence.tracking;

import chat.contract.presence.Presence;
import java.util.List;
import java.util.Map;

/**
 * The result of a tick.
 *
 * @param positions the store's positions in each partition
 * @param changes the presence to publish, or to publish again
 */
public record Ticked(Map<Integer, Positions> positions, List<Presence> changes) {}
