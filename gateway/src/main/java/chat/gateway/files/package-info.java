/** Proxies file requests to the upload service; nothing is stored here. */
@NullMarked
package chat.gateway.files;

import org.jspecify.annotations.NullMarked;
