/** Pictures: how large they are, where they were taken, and small ones made of them. */
@NullMarked
package chat.upload.picture;

import org.jspecify.annotations.NullMarked;
