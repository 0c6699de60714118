package chat.gateway.room;

import chat.contract.Author;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A user who is banned from a room.
 *
 * @param by the user who banned them; null if that account was erased
 * @param bannedAt milliseconds since the epoch UTC
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Ban(Author user, @Nullable Author by, long bannedAt) {}
