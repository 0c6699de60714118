/** What a file is and may be called, whatever the client says. */
@NullMarked
package chat.upload.content;

import org.jspecify.annotations.NullMarked;
