/** Users of issuers: their access tokens, beside our own, and the end of their sign-ins. */
@NullMarked
package chat.gateway.account.issuer;

import org.jspecify.annotations.NullMarked;
