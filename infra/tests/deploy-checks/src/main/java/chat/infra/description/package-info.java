/**
 * The documents by which others know the system ({@code docs/openapi.yaml}, {@code
 * docs/asyncapi.yaml}), as something that what really happens can be held against.
 */
@NullMarked
package chat.infra.description;

import org.jspecify.annotations.NullMarked;
