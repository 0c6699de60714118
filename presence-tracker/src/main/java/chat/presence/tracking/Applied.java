package chat.presence.tracking;

import chat.contract.presence.Presence;
import java.util.List;

/**
 * The result of applying the events of a partition.
 *
 * @param position the store's new position; {@link Positions#UNKNOWN} if it has lost it
 * @param changes the presence to publish
 */
public record Applied(long position, List<Presence> changes) {}
