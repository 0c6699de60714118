package chat.gateway.account;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The claims of an account's latest token that has changed the account. The account's name may
 * differ, as the user may choose another.
 *
 * @param name the display name, if a token had one
 * @param issuedAt when the token was issued
 */
public record IssuerClaims(@Nullable String name, Instant issuedAt) {}
