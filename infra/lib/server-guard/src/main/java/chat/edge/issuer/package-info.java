/**
 * Tokens of OpenID issuers that the operator names: their keys, their checks, and what they say of
 * a user. Spring Security and Nimbus verify; this package bounds how long and how often an issuer
 * is called.
 */
@NullMarked
package chat.edge.issuer;

import org.jspecify.annotations.NullMarked;
