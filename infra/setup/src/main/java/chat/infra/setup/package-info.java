/**
 * Creates topics and tables. A job that ends; it may run at any time and repeatedly, also twice at
 * the same time, and changes nothing that exists.
 */
@NullMarked
package chat.infra.setup;

import org.jspecify.annotations.NullMarked;
