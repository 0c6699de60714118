/** Files: uploads, access and metadata. */
@NullMarked
package chat.upload.file;

import org.jspecify.annotations.NullMarked;
