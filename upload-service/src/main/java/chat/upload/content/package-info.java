/** The type and the name of a file, independent of the client's claims. */
@NullMarked
package chat.upload.content;

import org.jspecify.annotations.NullMarked;
