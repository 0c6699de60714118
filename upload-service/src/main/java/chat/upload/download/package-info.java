/** Files on their way out, by links that S3 verifies. */
@NullMarked
package chat.upload.download;

import org.jspecify.annotations.NullMarked;
