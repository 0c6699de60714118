package chat.gateway.account;

import java.time.Duration;

/**
 * How long the tables keep a sign-in.
 *
 * @param rows the longest time that the row of a sign-in outlives its last use
 */
public record SignInRetention(Duration rows) {}
