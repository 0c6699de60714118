package chat.gateway.simulation;

/** What a client says, under its own id. */
record Said(String room, String sender, String id, String content) {}
