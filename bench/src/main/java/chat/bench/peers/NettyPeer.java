package chat.bench.peers;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler.HandshakeComplete;
import io.netty.util.concurrent.EventExecutor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A minimal broadcaster on Netty, written with care: each event loop has its own sockets by room, a
 * frame is encoded once, and each loop flushes when it is idle.
 */
public final class NettyPeer {

  private static final int MAX_REQUEST = 8192;

  private final MultiThreadIoEventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(Runtime.getRuntime().availableProcessors(), handlers());
  private final Map<EventExecutor, Share> shares = new ConcurrentHashMap<>();

  private NettyPeer() {}

  /** Serves on a port. */
  public static void main(String[] arguments) throws InterruptedException {
    new NettyPeer().serve(Integer.parseInt(arguments[0]));
    System.out.println("ready");
  }

  private static IoHandlerFactory handlers() {
    return Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
  }

  private void serve(int port) throws InterruptedException {
    new ServerBootstrap()
        .group(loops)
        .channel(
            Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
        .childHandler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                channel
                    .pipeline()
                    .addLast(
                        new HttpServerCodec(),
                        new HttpObjectAggregator(MAX_REQUEST),
                        new WebSocketServerProtocolHandler(
                            "/", null, true, MAX_REQUEST, false, true),
                        new Client());
              }
            })
        .bind(port)
        .sync();
  }

  private void broadcast(String room, byte[] text) {
    ByteBuf frame = frame(text);
    shares.forEach((loop, share) -> loop.execute(() -> share.deliver(room, frame)));
  }

  private static ByteBuf frame(byte[] text) {
    ByteBuf frame = Unpooled.buffer(text.length + 4).writeByte(0x81);
    if (text.length < 126) {
      frame.writeByte(text.length);
    } else {
      frame.writeByte(126).writeShort(text.length);
    }
    return Unpooled.unreleasableBuffer(frame.writeBytes(text));
  }

  /** The sockets of one event loop, confined to its thread. */
  private static final class Share {
    private final EventLoop loop;
    private final Map<String, List<Channel>> rooms = new HashMap<>();
    private final List<Channel> unflushed = new ArrayList<>();
    private boolean flushing;

    Share(EventLoop loop) {
      this.loop = loop;
    }

    void add(String room, Channel channel) {
      rooms.computeIfAbsent(room, name -> new ArrayList<>()).add(channel);
    }

    void deliver(String room, ByteBuf frame) {
      List<Channel> channels = rooms.getOrDefault(room, List.of());
      for (Channel channel : channels) {
        var unused = channel.write(frame.duplicate(), channel.voidPromise());
        unflushed.add(channel);
      }
      if (!flushing) {
        flushing = true;
        loop.execute(this::flush);
      }
    }

    private void flush() {
      flushing = false;
      unflushed.forEach(Channel::flush);
      unflushed.clear();
    }
  }

  private final class Client extends SimpleChannelInboundHandler<TextWebSocketFrame> {

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event instanceof HandshakeComplete handshake) {
        List<String> room = new QueryStringDecoder(handshake.requestUri()).parameters().get("room");
        EventLoop loop = context.channel().eventLoop();
        if (room != null && !room.get(0).isEmpty()) {
          shares.computeIfAbsent(loop, key -> new Share(loop)).add(room.get(0), context.channel());
        }
      }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, TextWebSocketFrame frame) {
      String text = frame.text();
      int blank = text.indexOf(' ');
      broadcast(
          text.substring(0, blank), text.substring(blank + 1).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      var unused = context.close();
    }
  }
}
