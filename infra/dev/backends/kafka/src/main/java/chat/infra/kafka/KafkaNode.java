package chat.infra.kafka;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.UUID;
import kafka.Kafka;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;

/** Runs one Kafka node in the foreground, formatting its storage when it has none yet. */
public final class KafkaNode {
  private KafkaNode() {}

  /**
   * Runs until the process is told to end.
   *
   * @param args the path of the node's properties file, and a name that all nodes of its cluster
   *     have and no others
   */
  public static void main(String[] args) throws IOException {
    String properties = args[0];
    if (!isFormatted(Path.of(properties))) {
      format(properties, clusterId(args[1]));
    }
    Kafka.main(new String[] {properties});
  }

  private static boolean isFormatted(Path file) throws IOException {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    }
    return Files.exists(Path.of(properties.getProperty("log.dirs"), "meta.properties"));
  }

  private static Uuid clusterId(String name) {
    UUID id = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    return new Uuid(id.getMostSignificantBits(), id.getLeastSignificantBits());
  }

  private static void format(String properties, Uuid clusterId) {
    String[] command = {"format", "--config", properties, "--cluster-id=" + clusterId};
    int status = StorageTool.execute(command, System.out);
    if (status != 0) {
      System.exit(status);
    }
  }
}
