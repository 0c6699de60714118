package chat.edge.guard;

import java.util.concurrent.atomic.AtomicLong;
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

  private final AtomicLong left = new AtomicLong(Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);

  @Override
  public void customize(ConfigurableJettyWebServerFactory factory) {
    factory.addServerCustomizers(
        server -> {
          for (Connector connector : server.getConnectors()) {
            bound(connector);
          }
        });
  }

  private void bound(Connector connector) {
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

    /** Made by the constructor above, which runs before this has fields. */
    private @Nullable Fields fields;

    BoundedConnection(HttpConfiguration configuration, Connector connector, EndPoint endPoint) {
      super(configuration, connector, endPoint);
    }

    @Override
    protected RequestHandler newRequestHandler() {
      return new Fields();
    }

    @Override
    public void onClose(@Nullable Throwable cause) {
      super.onClose(cause);
      Fields open = fields;
      if (open != null) {
        open.end();
      }
    }

    private final class Fields extends RequestHandler {

      private int count;
      private int bytes;
      private int held;
      private boolean over;

      @Override
      public void startRequest(String method, String uri, HttpVersion version) {
        fields = this;
        count = 0;
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
        if (bytes - FREE > held && !hold(bytes - FREE - held)) {
          throw new HttpException.RuntimeException(
              HttpStatus.SERVICE_UNAVAILABLE_503, "too many unfinished headers");
        }
        super.parsedHeader(field);
      }

      @Override
      public boolean headerComplete() {
        release();
        return super.headerComplete();
      }

      @Override
      public void badMessage(HttpException failure) {
        release();
        super.badMessage(failure);
      }

      private synchronized boolean hold(int more) {
        if (over) {
          return false;
        }
        if (left.addAndGet(-more) < 0) {
          left.addAndGet(more);
          return false;
        }
        held += more;
        return true;
      }

      /** What is parsed after the connection's end holds nothing. */
      private synchronized void end() {
        over = true;
        release();
      }

      private synchronized void release() {
        left.addAndGet(held);
        held = 0;
      }
    }
  }
}
