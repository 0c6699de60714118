package chat.sockets.fanout;

/**
 * From which sign-in of its user a connection comes.
 *
 * @param family the sign-in's id
 * @param version the account's version when it began
 */
public record SignIn(String family, int version) {}
