/** Files: how they come in, who gets them, and what is known of each. */
@NullMarked
package chat.upload.file;

import org.jspecify.annotations.NullMarked;
