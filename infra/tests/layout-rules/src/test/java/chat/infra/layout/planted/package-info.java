/** Planted violations of the rules for names. */
@NullMarked
package chat.infra.layout.planted;

import org.jspecify.annotations.NullMarked;
