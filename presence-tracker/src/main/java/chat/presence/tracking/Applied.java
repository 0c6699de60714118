package chat.presence.tracking;

import chat.contract.Presence;
import java.util.List;

/**
 * The result of applying events.
 *
 * @param place where the store stands now; {@link Place#UNKNOWN} if it has lost that
 * @param changes the presence to publish
 */
public record Applied(long place, List<Presence> changes) {}
