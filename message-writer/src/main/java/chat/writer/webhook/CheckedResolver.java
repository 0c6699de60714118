package chat.writer.webhook;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.eclipse.jetty.client.Destination;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.SocketAddressResolver;

/**
 * Resolves hosts for the connections of webhooks. A connection is opened to exactly the addresses
 * that were checked here: the client looks up nothing itself, also for hosts that are numbers.
 */
final class CheckedResolver implements SocketAddressResolver {

  /** How hosts are looked up. */
  @FunctionalInterface
  interface Lookup {
    InetAddress[] find(String host) throws UnknownHostException;
  }

  /** The reason why a host is not reached. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1;

    Refused() {
      super("the address of the host is not allowed");
    }
  }

  private final AddressPolicy policy;
  private final Lookup lookup;
  private final Executor executor;

  /**
   * Checks addresses.
   *
   * @param executor runs the look-ups, which block
   */
  CheckedResolver(AddressPolicy policy, Lookup lookup, Executor executor) {
    this.policy = policy;
    this.lookup = lookup;
    this.executor = executor;
  }

  @Override
  public void resolve(
      String host, int port, Map<String, Object> context, Promise<List<InetSocketAddress>> found) {
    boolean isSecure =
        context.get(Destination.CONTEXT_KEY) instanceof Destination origin && origin.isSecure();
    try {
      executor.execute(() -> find(host, port, isSecure, found));
    } catch (RejectedExecutionException e) {
      found.failed(e);
    }
  }

  private void find(
      String host, int port, boolean isSecure, Promise<List<InetSocketAddress>> found) {
    List<InetSocketAddress> checked = new ArrayList<>();
    try {
      for (InetAddress address : lookup.find(host)) {
        if (!policy.permits(address, isSecure)) {
          throw new Refused();
        }
        checked.add(new InetSocketAddress(address, port));
      }
    } catch (UnknownHostException | Refused e) {
      found.failed(e);
      return;
    }
    found.succeeded(checked);
  }
}
