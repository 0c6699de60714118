package chat.gateway.message;

/** Looks up the messages, users and files that a message refers to. */
public record References(Targets targets, Mentions mentions, Files files) {}
