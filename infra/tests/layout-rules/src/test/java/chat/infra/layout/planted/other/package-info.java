/** Planted violations of the rules for names. */
@NullMarked
package chat.infra.layout.planted.other;

import org.jspecify.annotations.NullMarked;
