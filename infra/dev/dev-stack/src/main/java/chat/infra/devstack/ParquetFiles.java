package chat.infra.devstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;

/**
 * Turns the files of an export into Parquet with typed columns, one after the other. DuckDB does
 * it, whose driver is on the class path only where Parquet is wanted. The lines have the data of
 * applications as text, see {@link EventPage.Event#withDataAsText}.
 */
final class ParquetFiles {

  private static final String DRIVER = "jdbc:duckdb:";

  /** The fields of the topic's schema, and those of a message's present state. */
  private static final String COLUMNS =
      """
      {"seq": 'BIGINT', "prev": 'BIGINT', "type": 'VARCHAR', "room": 'VARCHAR', "id": 'VARCHAR',
       "user": 'PERSON', "content": 'VARCHAR', "data": 'VARCHAR', "at": 'BIGINT', "imported": 'BOOLEAN',
       "replyTo": 'BIGINT', "target": 'BIGINT', "editedAt": 'BIGINT', "deletedAt": 'BIGINT',
       "attachments": 'STRUCT(id VARCHAR, name VARCHAR, contentType VARCHAR, size BIGINT)[]',
       "mentions": 'VARCHAR[]', "reactions": 'MAP(VARCHAR, STRUCT(count BIGINT))',
       "emoji": 'VARCHAR', "removed": 'BOOLEAN', "action": 'VARCHAR', "role": 'VARCHAR',
       "by": 'PERSON', "untilAt": 'BIGINT', "pair": 'PERSON[]', "name": 'VARCHAR',
       "visibility": 'VARCHAR', "slowModeSeconds": 'INTEGER'}
      """
          .replace("PERSON", "STRUCT(id VARCHAR, username VARCHAR, service BOOLEAN)");

  private static final List<String> TIMES = List.of("at", "editedAt", "deletedAt", "untilAt");

  /**
   * Bounds for what a file needs, however large it is: a group of rows waits in memory. Nothing is
   * fetched, and one thread keeps the order.
   */
  private static final String BOUNDS =
      "SET memory_limit = '512MB'; SET threads = 1; SET temp_directory = '';"
          + " SET autoinstall_known_extensions = false; SET autoload_known_extensions = false";

  private static final int ROW_GROUP = 8192;

  private final Path directory;
  private final String schema;

  /**
   * The files of a directory.
   *
   * @param schema the id of the schema of their lines, which the metadata of each file names
   */
  ParquetFiles(Path directory, String schema) {
    this.directory = directory;
    this.schema = schema;
  }

  /** Fails if the library is not on the class path. */
  static void requireLibrary() {
    try {
      DriverManager.getDriver(DRIVER);
    } catch (SQLException e) {
      throw new Failure("no library for Parquet on the class path (start it by ./chat export)");
    }
  }

  /** Writes a Parquet file for each file of lines, which is then deleted. */
  void convert() throws IOException {
    try (Connection database = DriverManager.getConnection(DRIVER);
        Statement statement = database.createStatement()) {
      statement.execute(BOUNDS);
      for (Path lines : lines()) {
        statement.execute(copy(lines));
        Files.delete(lines);
      }
    } catch (SQLException e) {
      throw new Failure("Parquet can't be written: " + e.getMessage());
    }
  }

  private List<Path> lines() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(DayFiles.LINES)).sorted().toList();
    }
  }

  private String copy(Path lines) {
    String times =
        String.join(
            ", ",
            TIMES.stream()
                .map(time -> "to_timestamp(\"%1$s\" / 1000.0) AS \"%1$s\"".formatted(time))
                .toList());
    String path = lines.toString();
    String target = path.substring(0, path.length() - DayFiles.LINES.length()) + ".parquet";
    return "COPY (SELECT * REPLACE (\"data\"::JSON AS \"data\", %s)".formatted(times)
        + " FROM read_json(%s, columns = %s, format = 'nd'))"
            .formatted(quoted(pattern(path)), COLUMNS)
        + " TO %s (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE %d, KV_METADATA {schema: %s})"
            .formatted(quoted(target), ROW_GROUP, quoted(schema));
  }

  /** A pattern that only this path matches. */
  private static String pattern(String path) {
    return path.replaceAll("[\\[*?]", "[$0]");
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
