package chat.presence.tracking;

import chat.contract.Presence;
import java.util.List;

/**
 * What came of applying events.
 *
 * @param place where the store stands now; {@link Place#UNKNOWN} if it has lost that
 * @param changes what is to be published
 */
public record Applied(long place, List<Presence> changes) {}
