/** Pictures: their size, their GPS position, and thumbnails. */
@NullMarked
package chat.upload.picture;

import org.jspecify.annotations.NullMarked;
