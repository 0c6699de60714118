package chat.presence.tracking;

import chat.contract.SessionEvent;

/** A session event and where it stands in its partition. */
public record Logged(long offset, SessionEvent event) {}
