/** Accounts: who is registered, profiles, and how a change of an account is carried through. */
@NullMarked
package chat.gateway.account;

import org.jspecify.annotations.NullMarked;
