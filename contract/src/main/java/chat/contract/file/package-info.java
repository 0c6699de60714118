/** Uploaded files: their events, and the headers between gateway and upload service. */
@NullMarked
package chat.contract.file;

import org.jspecify.annotations.NullMarked;
