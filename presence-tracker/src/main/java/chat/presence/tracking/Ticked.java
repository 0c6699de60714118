package chat.presence.tracking;

import chat.contract.Presence;
import java.util.List;
import java.util.Map;

/**
 * What came of looking after partitions.
 *
 * @param places where the store stands in each
 * @param changes what is to be published, or published again
 */
public record Ticked(Map<Integer, Place> places, List<Presence> changes) {}
