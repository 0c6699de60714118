/** Access tokens: issues and verifies them, and publishes the keys that verify them. */
@NullMarked
package chat.gateway.account.token;

import org.jspecify.annotations.NullMarked;
