package chat.sockets.fanout;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A client's request for the events of a room that it missed.
 *
 * @param after the last event that it has
 * @param missed all events from there to the moment of joining, in log order; empty if they can't
 *     be had as a whole, or are too many, so that the client pages instead. Never fails
 */
public record Resume(long after, CompletableFuture<Optional<MissedEvents>> missed) {}
