package chat.gateway.log;

/**
 * A position that any gateway can look up. The texts of later positions are relative to it.
 *
 * @param id its name: eight characters of Base64
 */
record KeptPosition(String id, StreamPosition position) {}
