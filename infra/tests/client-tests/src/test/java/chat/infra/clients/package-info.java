/**
 * Tries the TypeScript client and the application as users have them: in Node and in Chromium, on
 * two gateways that are killed, behind a network that breaks.
 */
@NullMarked
package chat.infra.clients;

import org.jspecify.annotations.NullMarked;
