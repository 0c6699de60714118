package chat.sockets.fanout;

/**
 * The sign-in that a connection belongs to.
 *
 * @param family the sign-in's id
 * @param version the account's version when it began
 * @param issuedAt when an issuer elsewhere issued its token, in milliseconds since the epoch UTC;
 *     {@link Long#MAX_VALUE} for a sign-in of our own, which has no such time
 */
public record SignIn(String family, int version, long issuedAt) {

  /** A sign-in of our own. */
  public SignIn(String family, int version) {
    this(family, version, Long.MAX_VALUE);
  }
}
