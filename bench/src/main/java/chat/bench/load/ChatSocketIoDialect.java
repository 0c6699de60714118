package chat.bench.load;

import java.util.List;

/** The Socket.IO dialect of our own gateways. */
final class ChatSocketIoDialect extends SocketIoDialect {

  private final List<String> tokens;

  ChatSocketIoDialect(List<String> tokens) {
    this.tokens = List.copyOf(tokens);
  }

  @Override
  String authentication(LoadSocket socket) {
    return "{\"token\":\"%s\"}".formatted(tokens.get(socket.number() % tokens.size()));
  }

  @Override
  Kind connected(LoadSocket socket) {
    if (!socket.joins()) {
      return Kind.READY;
    }
    socket.send("420[\"join\",{\"room\":\"%s\"}]".formatted(socket.room()));
    return Kind.OTHER;
  }
}
