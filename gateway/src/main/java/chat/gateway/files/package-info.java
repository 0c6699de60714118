/** The way to the upload service: requests and answers pass through and are not kept. */
@NullMarked
package chat.gateway.files;

import org.jspecify.annotations.NullMarked;
