/** The later life of files: used, unused, removed. */
@NullMarked
package chat.upload.upkeep;

import org.jspecify.annotations.NullMarked;
