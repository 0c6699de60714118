package chat.presence.tracking;

import chat.contract.presence.SessionEvent;

/** A session event and its offset. */
public record Logged(long offset, SessionEvent event) {}
