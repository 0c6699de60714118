package chat.writer.webhook;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
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
   * The look-ups under way, one for a host at most: name servers that do not answer would otherwise
   * take all threads. Guarded by itself.
   */
  private final Map<String, CompletableFuture<InetAddress[]>> underWay = new HashMap<>();

  /**
   * Checks addresses.
   *
   * @param executor runs the look-ups, which block, on threads of its own
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
      var unused =
          find(host)
              .whenComplete(
                  (addresses, failure) -> {
                    if (failure == null) {
                      check(addresses, port, isSecure, found);
                    } else {
                      found.failed(
                          failure instanceof CompletionException ? failure.getCause() : failure);
                    }
                  });
    } catch (RejectedExecutionException e) {
      found.failed(e);
    }
  }

  private CompletableFuture<InetAddress[]> find(String host) {
    synchronized (underWay) {
      CompletableFuture<InetAddress[]> present = underWay.get(host);
      if (present != null) {
        return present;
      }
      CompletableFuture<InetAddress[]> started =
          CompletableFuture.supplyAsync(() -> lookUp(host), executor);
      underWay.put(host, started);
      return started;
    }
  }

  private InetAddress[] lookUp(String host) {
    try {
      return lookup.find(host);
    } catch (UnknownHostException e) {
      throw new CompletionException(e);
    } finally {
      synchronized (underWay) {
        underWay.remove(host);
      }
    }
  }

  private void check(
      InetAddress[] addresses, int port, boolean isSecure, Promise<List<InetSocketAddress>> found) {
    List<InetSocketAddress> checked = new ArrayList<>();
    for (InetAddress address : addresses) {
      if (!policy.permits(address, isSecure)) {
        found.failed(new Refused());
        return;
      }
      checked.add(new InetSocketAddress(address, port));
    }
    found.succeeded(checked);
  }
}
