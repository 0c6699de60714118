/** A real OpenID provider for tests, whose keys change and which goes away on demand. */
@NullMarked
package chat.infra.openid;

import org.jspecify.annotations.NullMarked;
