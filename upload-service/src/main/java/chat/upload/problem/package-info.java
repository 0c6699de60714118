/** Errors as clients see them, of the same shape and codes as the gateways'. */
@NullMarked
package chat.upload.problem;

import org.jspecify.annotations.NullMarked;
