/** Who calls, and what they may read. */
@NullMarked
package chat.upload.access;

import org.jspecify.annotations.NullMarked;
