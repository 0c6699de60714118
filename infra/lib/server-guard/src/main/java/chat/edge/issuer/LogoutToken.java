package chat.edge.issuer;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a logout token says (OpenID Connect Back-Channel Logout 1.0, 2.4): it ends one session, or
 * all of a subject. At least one of user and session is there.
 *
 * @param id unique among the logout tokens of all issuers
 * @param user id of the user that the subject is, if it names a subject
 * @param session the session, as in {@link IssuerToken}, if it names one
 * @param issuedAt when it was issued
 */
public record LogoutToken(
    String id, @Nullable String user, @Nullable String session, Instant issuedAt) {}
