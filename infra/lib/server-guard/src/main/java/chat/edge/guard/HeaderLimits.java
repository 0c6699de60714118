package chat.edge.guard;

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
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.jetty.ConfigurableJettyWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;

/**
 * Limits the memory of request headers. A request has a maximum number of fields, as a field of
 * some bytes is an object of a hundred. All unfinished headers share a budget, as each may take its
 * time.
 */
final class HeaderLimits implements WebServerFactoryCustomizer<ConfigurableJettyWebServerFactory> {

  /** As in Apache and Tomcat. Browsers send about twenty. */
  private static final int MAX_FIELDS = 100;

  /** Memory of a field beside its text, in bytes. */
  private static final int FIELD_OVERHEAD = 100;

  /** Bytes of an unfinished header that are not counted. Most headers are shorter. */
  private static final int FREE_BYTES = 4096;

  /** The budget is the heap divided by this. */
  private static final int SHARE_OF_HEAP = 32;

  private final HeaderBudget budget;

  HeaderLimits() {
    this(new HeaderBudget(Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP));
  }

  HeaderLimits(HeaderBudget budget) {
    this.budget = budget;
  }

  @Override
  public void customize(ConfigurableJettyWebServerFactory factory) {
    factory.addServerCustomizers(this::limit);
  }

  /** Limits the headers of all connectors of a server that has not started. */
  void limit(Server server) {
    for (Connector connector : server.getConnectors()) {
      limit(connector);
    }
  }

  private void limit(Connector connector) {
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
      LimitedConnection connection =
          new LimitedConnection(getHttpConfiguration(), connector, endPoint);
      connection.setTransferEncodingChunkMaxLength(getTransferEncodingChunkMaxLength());
      return configure(connection, connector, endPoint);
    }
  }

  private final class LimitedConnection extends HttpConnection {

    private final HeaderBudget.Share share;

    LimitedConnection(HttpConfiguration configuration, Connector connector, EndPoint endPoint) {
      super(configuration, connector, endPoint);
      this.share = budget.share(endPoint::close);
    }

    @Override
    protected RequestHandler newRequestHandler() {
      return new Fields(); // called by the super constructor, so it uses the share only later
    }

    @Override
    public void onClose(@Nullable Throwable cause) {
      super.onClose(cause);
      share.close();
    }

    private final class Fields extends RequestHandler {

      private int count;
      private int bytes;
      private int acquired;

      @Override
      public void startRequest(String method, String uri, HttpVersion version) {
        count = 0;
        bytes = uri.length();
        acquired = 0;
        super.startRequest(method, uri, version);
      }

      @Override
      public void parsedHeader(HttpField field) {
        String value = field.getValue();
        bytes += FIELD_OVERHEAD + field.getName().length() + (value == null ? 0 : value.length());
        if (++count > MAX_FIELDS) {
          throw new HttpException.RuntimeException(
              HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431, "too many header fields");
        }
        int more = bytes - FREE_BYTES - acquired;
        if (more > 0 && !share.acquire(more)) {
          throw new HttpException.RuntimeException(
              HttpStatus.SERVICE_UNAVAILABLE_503, "too many unfinished headers");
        }
        acquired += Math.max(0, more);
        super.parsedHeader(field);
      }

      @Override
      public boolean headerComplete() {
        share.release();
        return super.headerComplete();
      }

      @Override
      public void badMessage(HttpException failure) {
        share.release();
        super.badMessage(failure);
      }
    }
  }
}
