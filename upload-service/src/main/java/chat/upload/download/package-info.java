/** Downloads of files by links that S3 verifies. */
@NullMarked
package chat.upload.download;

import org.jspecify.annotations.NullMarked;
