/** Accounts: profiles and their events. */
@NullMarked
package chat.contract.user;

import org.jspecify.annotations.NullMarked;
