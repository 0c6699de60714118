package chat.edge.issuer;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an access token of an issuer says.
 *
 * @param user id of the user that the subject is: a function of issuer and subject
 * @param session the sign-in at the issuer, unique among all issuers; null if the token names none
 * @param username the claim that a username is made of
 * @param name the display name
 * @param email the email
 * @param issuedAt when it was issued; the epoch if it does not say so
 * @param expiresAt when it ends
 * @param authenticatedAt when the user proved to the issuer who they are: {@code auth_time}, else
 *     the time of issue
 */
public record IssuerToken(
    String user,
    @Nullable String session,
    @Nullable String username,
    @Nullable String name,
    @Nullable String email,
    Instant issuedAt,
    Instant expiresAt,
    Instant authenticatedAt) {}
