/**
 * The chat over Socket.IO: how clients get in, and the form that frames and events have there. What
 * frames do is the same as over {@code /ws}.
 */
@NullMarked
package chat.gateway.session.socketio;

import org.jspecify.annotations.NullMarked;
