package chat.bench.load;

import java.util.List;

/** Our own gateways, as Socket.IO clients see them. */
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
