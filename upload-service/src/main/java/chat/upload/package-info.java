/** The upload service: files in S3. */
@NullMarked
package chat.upload;

import org.jspecify.annotations.NullMarked;
