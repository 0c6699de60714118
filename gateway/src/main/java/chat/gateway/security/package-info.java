/** The gateway's edge: who may call what, from which pages, with which bytes. */
@NullMarked
package chat.gateway.security;

import org.jspecify.annotations.NullMarked;
