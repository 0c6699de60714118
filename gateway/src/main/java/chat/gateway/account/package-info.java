/** Accounts: who somebody is, and the tokens that prove it. */
@NullMarked
package chat.gateway.account;

import org.jspecify.annotations.NullMarked;
