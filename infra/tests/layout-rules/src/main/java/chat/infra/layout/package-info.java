/** Rules for the structure and the words of the code, which each module's tests check. */
@NullMarked
package chat.infra.layout;

import org.jspecify.annotations.NullMarked;
