/** Scans bytes for malware. */
@NullMarked
package chat.upload.scan;

import org.jspecify.annotations.NullMarked;
