package chat.edge.bearer;

/**
 * The sign-in of an access token that a service minted for one of its users. Such tokens are good
 * also where accounts have no passwords.
 */
public final class MintedSignIn {

  private static final String PREFIX = "minted-";

  private MintedSignIn() {}

  /** The id of the sign-in of a token. */
  public static String of(String token) {
    return PREFIX + token;
  }

  /** Whether an id is that of such a sign-in. */
  public static boolean is(String signIn) {
    return signIn.startsWith(PREFIX);
  }
}
