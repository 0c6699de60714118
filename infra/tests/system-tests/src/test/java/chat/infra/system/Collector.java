package chat.infra.system;

import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Receives the spans of services, like an OpenTelemetry collector over HTTP. */
final class Collector implements AutoCloseable {

  /** A span of some process. */
  record Told(
      String service, String instance, String name, String trace, String span, String parent) {}

  private final List<Told> told = new CopyOnWriteArrayList<>();
  private final HttpServer server;

  Collector() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/v1/traces", this::take);
    server.start();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1/traces");
  }

  /** The spans of a trace so far. */
  List<Told> of(String trace) {
    return told.stream().filter(span -> span.trace.equals(trace)).toList();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      ExportTraceServiceRequest.parseFrom(exchange.getRequestBody())
          .getResourceSpansList()
          .forEach(this::take);
      exchange.sendResponseHeaders(200, -1);
    }
  }

  private void take(ResourceSpans ofProcess) {
    String service = attribute(ofProcess.getResource(), "service.name");
    String instance = attribute(ofProcess.getResource(), "service.instance.id");
    ofProcess.getScopeSpansList().stream()
        .flatMap(scope -> scope.getSpansList().stream())
        .forEach(span -> told.add(told(service, instance, span)));
  }

  private static Told told(String service, String instance, Span span) {
    return new Told(
        service,
        instance,
        span.getName(),
        hex(span.getTraceId()),
        hex(span.getSpanId()),
        hex(span.getParentSpanId()));
  }

  private static String attribute(Resource resource, String name) {
    return resource.getAttributesList().stream()
        .filter(attribute -> attribute.getKey().equals(name))
        .map(KeyValue::getValue)
        .map(value -> value.getStringValue())
        .findFirst()
        .orElseThrow();
  }

  private static String hex(ByteString id) {
    return HexFormat.of().formatHex(id.toByteArray());
  }
}
