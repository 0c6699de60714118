/** The content of files, in a bucket of an S3 service. */
@NullMarked
package chat.upload.storage;

import org.jspecify.annotations.NullMarked;
