package chat.examples.flink;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.TableResult;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;

/**
 * Runs the statements of a file on a Flink cluster within this process, and prints what a query
 * returns.
 *
 * <p>Arguments: the file, the brokers, and {@code live}, or {@code now} to stop after the events
 * that are there now.
 */
public final class RunSql {

  private RunSql() {}

  /** Runs until the last query ends. */
  public static void main(String[] arguments) throws IOException {
    String statements =
        Files.readString(Path.of(arguments[0]))
            .replaceAll("(?m)--.*$", "")
            .replace("${brokers}", arguments[1])
            .replace("${until}", arguments[2].equals("now") ? "latest-offset" : "unbounded");
    StreamExecutionEnvironment cluster =
        StreamExecutionEnvironment.createLocalEnvironment(1, new Configuration());
    StreamTableEnvironment tables = StreamTableEnvironment.create(cluster);
    for (String statement : statements.split(";", -1)) {
      if (!statement.isBlank()) {
        TableResult result = tables.executeSql(statement);
        if (result.getJobClient().isPresent()) {
          result.print();
        }
      }
    }
  }
}
