/**
 * Engine.IO, protocol 4: sessions over HTTP long-polling and WebSocket, with the upgrade from one
 * to the other. Knows neither the chat nor Spring, so that it can be served by itself.
 */
@NullMarked
package chat.sockets.engineio;

import org.jspecify.annotations.NullMarked;
