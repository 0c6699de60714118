package chat.sockets.fanout;

/**
 * The sign-in that a connection belongs to.
 *
 * @param family the sign-in's id
 * @param version the account's version when it began
 */
public record SignIn(String family, int version) {}
