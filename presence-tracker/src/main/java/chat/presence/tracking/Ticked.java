package chat.presence.tracking;

import chat.contract.Presence;
import java.util.List;
import java.util.Map;

/**
 * The result of a tick.
 *
 * @param places where the store stands in each
 * @param changes the presence to publish, or to publish again
 */
public record Ticked(Map<Integer, Place> places, List<Presence> changes) {}
