/** Passwords: which are acceptable, and how they are hashed on threads of their own. */
@NullMarked
package chat.gateway.account.password;

import org.jspecify.annotations.NullMarked;
