package chat.guard;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.jetty.ConfigurableJettyWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;

/**
 * Bounds what request headers take. A field of some bytes is an object of a hundred, so there are
 * only so many fields in a request; and what headers hold that have not come completely is bounded
 * over all connections, as each may take its time.
 */
final class HeaderBound implements WebServerFactoryCustomizer<ConfigurableJettyWebServerFactory> {

  /** As with Apache and Tomcat. Browsers send about twenty. */
  private static final int MOST_FIELDS = 100;

  /** What a field takes beside its text. */
  private static final int OVERHEAD = 100;

  /** What an unfinished header may hold in any case. */
  private static final int FREE = 4096;

  /** Part of the heap that unfinished headers may hold beyond that. */
  private static final int SHARE_OF_HEAP = 32;

  private final long capacity;

  /** Connections whose unfinished header holds more than is free, oldest first. */
  private final Set<Holder> holders = new LinkedHashSet<>(); // guarded by this

  private long used; // guarded by this

  /** A bound of a small part of the heap. */
  HeaderBound() {
    this(Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);
  }

  /**
   * A bound.
   *
   * @param capacity what unfinished headers of all connections may hold beyond what is free, in
   *     bytes
   */
  HeaderBound(long capacity) {
    this.capacity = capacity;
  }

  /** What unfinished headers hold now, in bytes. */
  synchronized long used() {
    return used;
  }

  /**
   * Takes memory for a header. Where it does not suffice, the connections that have held theirs for
   * the longest are closed: an honest client finishes its header within a moment.
   */
  private boolean hold(Holder holder, int bytes) {
    List<Holder> evicted = new ArrayList<>();
    boolean held = hold(holder, bytes, evicted);
    evicted.forEach(oldest -> oldest.client.close());
    return held;
  }

  private synchronized boolean hold(Holder holder, int bytes, List<Holder> evicted) {
    if (holder.isClosed || holder.held + bytes > capacity) {
      return false;
    }
    Iterator<Holder> oldest = holders.iterator();
    while (used + bytes > capacity) {
      Holder next = oldest.next();
      if (next != holder) {
        evicted.add(next);
        used -= next.held;
        next.held = 0;
        next.isClosed = true;
        oldest.remove();
      }
    }
    holders.add(holder);
    holder.held += bytes;
    used += bytes;
    return true;
  }

  private synchronized void release(Holder holder) {
    used -= holder.held;
    holder.held = 0;
    holders.remove(holder);
  }

  /** What is parsed after a connection's end holds nothing. */
  private synchronized void end(Holder holder) {
    holder.isClosed = true;
    release(holder);
  }

  /** What one connection's unfinished header holds; guarded by the bound. */
  private static final class Holder {

    private final EndPoint client;
    private long held;
    private boolean isClosed;

    Holder(EndPoint client) {
      this.client = client;
    }
  }

  @Override
  public void customize(ConfigurableJettyWebServerFactory factory) {
    factory.addServerCustomizers(
        server -> {
          for (Connector connector : server.getConnectors()) {
            addTo(connector);
          }
        });
  }

  void addTo(Connector connector) {
    HttpConnectionFactory present = connector.getConnectionFactory(HttpConnectionFactory.class);
    if (present != null && connector instanceof AbstractConnector abstractConnector) {
      abstractConnector.addConnectionFactory(new Factory(present.getHttpConfiguration()));
    }
  }

  private final class Factory extends HttpConnectionFactory {

    Factory(HttpConfiguration configuration) {
      super(configuration);
    }

    @Override
    public Connection newConnection(Connector connector, EndPoint endPoint) {
      BoundedConnection connection =
          new BoundedConnection(getHttpConfiguration(), connector, endPoint);
      connection.setTransferEncodingChunkMaxLength(getTransferEncodingChunkMaxLength());
      return configure(connection, connector, endPoint);
    }
  }

  private final class BoundedConnection extends HttpConnection {

    private final Holder holder;

    BoundedConnection(HttpConfiguration configuration, Connector connector, EndPoint endPoint) {
      super(configuration, connector, endPoint);
      this.holder = new Holder(endPoint);
    }

    @Override
    protected RequestHandler newRequestHandler() {
      return new Fields();
    }

    @Override
    public void onClose(@Nullable Throwable cause) {
      super.onClose(cause);
      end(holder);
    }

    private final class Fields extends RequestHandler {

      private int count;
      private int bytes;
      private int held;

      @Override
      public void startRequest(String method, String uri, HttpVersion version) {
        count = 0;
        held = 0;
        bytes = uri.length();
        super.startRequest(method, uri, version);
      }

      @Override
      public void parsedHeader(HttpField field) {
        String value = field.getValue();
        bytes += OVERHEAD + field.getName().length() + (value == null ? 0 : value.length());
        if (++count > MOST_FIELDS) {
          throw new HttpException.RuntimeException(
              HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431, "too many header fields");
        }
        int more = bytes - FREE - held;
        if (more > 0) {
          if (!hold(holder, more)) {
            throw new HttpException.RuntimeException(
                HttpStatus.SERVICE_UNAVAILABLE_503, "too many unfinished headers");
          }
          held += more;
        }
        super.parsedHeader(field);
      }

      @Override
      public boolean headerComplete() {
        release(holder);
        return super.headerComplete();
      }

      @Override
      public void badMessage(HttpException failure) {
        release(holder);
        super.badMessage(failure);
      }
    }
  }
}
