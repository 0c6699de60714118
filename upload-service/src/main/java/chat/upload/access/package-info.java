/** Authenticates callers and decides what they may call. */
@NullMarked
package chat.upload.access;

import org.jspecify.annotations.NullMarked;
