package chat.gateway.inbox;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of a user's rooms, as JSON.
 *
 * @param next the cursor of the next page; null if this is the last
 * @param partial true if some rooms are too many to be told of live, else null
 */
public record InboxPage(
    List<RoomSummary> rooms,
    @Nullable String next,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean partial) {}
