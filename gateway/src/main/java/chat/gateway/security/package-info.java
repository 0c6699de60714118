/** The security of HTTP: rights by path, origins, limits, and checks of requests. */
@NullMarked
package chat.gateway.security;

import org.jspecify.annotations.NullMarked;
