package chat.sockets.fanout;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A client's request for the events of a room that it missed.
 *
 * @param after the seq of the last event that it has
 * @param missed all events from there to the join, in log order; empty if some are unavailable or
 *     there are too many, so that the client pages instead. Never fails
 */
public record Resume(long after, CompletableFuture<Optional<MissedEvents>> missed) {}
