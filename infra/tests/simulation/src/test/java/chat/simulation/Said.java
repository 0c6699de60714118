package chat.simulation;

/** A message of a client, under its own id. */
record Said(String room, String sender, String id, String content) {}
