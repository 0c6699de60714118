/** What becomes of files later: used, no longer used, gone. */
@NullMarked
package chat.upload.upkeep;

import org.jspecify.annotations.NullMarked;
