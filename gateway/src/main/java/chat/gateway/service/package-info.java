/** Services: back ends of the application that call {@code /api/server} with keys of their own. */
@NullMarked
package chat.gateway.service;

import org.jspecify.annotations.NullMarked;
