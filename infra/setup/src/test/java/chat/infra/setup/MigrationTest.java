package chat.infra.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MigrationTest {

  @Test
  void a_file_is_its_version_its_name_and_its_statements() {
    Migration migration =
        Migration.of(
            "007_more_tables.cql",
            """
            -- why
            CREATE TABLE a (
              x text PRIMARY KEY -- not the end;
            );
              -- and
            CREATE TABLE b (y text PRIMARY KEY) WITH comment = 'one; two';
            """);
    assertThat(migration.version()).isEqualTo(7);
    assertThat(migration.label()).isEqualTo("007_more_tables");
    assertThat(migration.statements()).hasSize(2);
    assertThat(migration.statements().get(1))
        .isEqualTo("CREATE TABLE b (y text PRIMARY KEY) WITH comment = 'one; two'");
  }

  @Test
  void the_ends_of_lines_do_not_change_the_checksum_and_all_else_does() {
    String unix = Migration.of("001_a.cql", "A;\nB;\n").checksum();
    assertThat(Migration.of("001_a.cql", "A;\r\nB;\r\n").checksum()).isEqualTo(unix);
    assertThat(Migration.of("001_a.cql", "A;\nb;\n").checksum()).isNotEqualTo(unix);
  }

  @Test
  void another_name_is_refused() {
    assertThatExceptionOfType(SetupFailure.class)
        .isThrownBy(() -> Migration.of("1-a.cql", ""))
        .withMessage("migration: 1-a.cql (expected: 001_name.cql)");
  }

  @Test
  void versions_have_no_gaps_and_no_doubles() {
    Migration first = Migration.of("001_a.cql", "");
    Migration third = Migration.of("003_c.cql", "");
    assertThat(Migration.inOrder(Stream.of(Migration.of("002_b.cql", ""), first)))
        .extracting(Migration::label)
        .containsExactly("001_a", "002_b");
    assertThatExceptionOfType(SetupFailure.class)
        .isThrownBy(() -> Migration.inOrder(Stream.of(third, first)))
        .withMessage("migration: 003_c (expected: version 2)");
  }

  @Test
  void every_statement_that_is_shipped_can_be_repeated() {
    assertThat(Migration.all()).isNotEmpty();
    assertThat(Migration.all())
        .flatExtracting(Migration::statements)
        .allMatch(statement -> statement.matches("(?s).* IF (NOT )?EXISTS .*"));
  }
}
