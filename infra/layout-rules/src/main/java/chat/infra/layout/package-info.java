/** The structure of the code as tests: what every module promises about its own shape. */
@NullMarked
package chat.infra.layout;

import org.jspecify.annotations.NullMarked;
