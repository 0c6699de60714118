/**
 * What services that serve users share of web security: callers prove themselves by a bearer token
 * with each request, without sessions and cookies.
 */
@NullMarked
package chat.edge.bearer;

import org.jspecify.annotations.NullMarked;
