/** Decides from a recorded history whether the promises were kept. Plain Java. */
@NullMarked
package chat.infra.prove.judge;

import org.jspecify.annotations.NullMarked;
