package chat.infra.devstack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The whole system on secured servers, each service with the least rights. */
public final class SecuredStack implements AutoCloseable {

  private static final Pattern REFUSAL =
      Pattern.compile("(?i)not authorized|unauthorized|noperm|noauth|denied");

  /** The line that Kafka logs when it has started. */
  private static final String NO_REFUSAL = "default result=DENIED";

  private final DataDirectory data;
  private final Certificate certificate;
  private final Shape shape;
  private final List<Stack> running = new ArrayList<>();

  /**
   * Starts it in an empty directory; returns when it is ready.
   *
   * @param port the first gateway's; the others keep their distance from it
   * @param environment more variables of all services
   */
  public SecuredStack(Path directory, int port, Map<String, String> environment)
      throws IOException, InterruptedException, GeneralSecurityException, ExecutionException {
    data = DataDirectory.open(directory);
    Home home = Home.find();
    shape = new Shape(port, 1, false);
    certificate = Certificate.in(data.run());
    Path people = data.run().resolve("redis.acl");
    DataDirectory.writePrivately(people, LeastRights.REDIS);
    Secrets secrets = Secrets.of(data);
    SecuredServers servers = new SecuredServers(certificate, shape, people, environment);
    ClassArchives archives = new ClassArchives(home.classArchives(), false);
    List<Part> parts =
        new BackendParts(home, data, shape, secrets, archives, true)
            .all().stream().map(servers::secured).toList();
    List<Part> ours =
        new ServiceParts(home, data, shape, secrets, archives)
            .all().stream().map(servers::told).toList();
    start(parts);
    start(ours.stream().filter(part -> part.kind() == Part.Kind.TASK).toList());
    LeastRights.atKafka(Connections.kafka(certificate, shape, SecuredServers.ADMINISTRATOR));
    LeastRights.atCassandra(certificate, shape.cassandra());
    start(ours.stream().filter(part -> part.kind() == Part.Kind.SERVICE).toList());
  }

  /** The settings of a Kafka client of an analyst. */
  public Map<String, Object> kafkaOfAnalyst() {
    return Connections.kafka(certificate, shape, SecuredServers.ANALYST);
  }

  private void start(List<Part> parts) throws InterruptedException {
    Console console = new Console(System.out, System.err, false);
    Stack stack = new Stack(parts, data, console, Stack.Patience.DEFAULT);
    running.add(0, stack);
    try {
      if (!stack.startAll()) {
        throw new IllegalStateException("it was stopped");
      }
    } catch (Failure failure) {
      console.failure(failure);
      close();
      throw failure;
    }
  }

  /** The lines of all parts about missing rights. */
  public List<String> refusals() throws IOException {
    List<String> found = new ArrayList<>();
    try (Stream<Path> logs = Files.list(data.logs())) {
      for (Path log : logs.toList()) {
        try (Stream<String> lines = Files.lines(log, StandardCharsets.ISO_8859_1)) {
          lines
              .filter(line -> REFUSAL.matcher(line).find() && !line.contains(NO_REFUSAL))
              .forEach(line -> found.add(log.getFileName() + ": " + line));
        }
      }
    }
    return found;
  }

  @Override
  public void close() {
    try {
      for (Stack stack : running) {
        stack.stop();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
