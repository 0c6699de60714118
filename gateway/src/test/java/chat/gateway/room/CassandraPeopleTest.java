package chat.gateway.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.contract.Author;
import chat.gateway.GatewayTables;
import com.datastax.oss.driver.api.core.CqlSession;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CassandraPeopleTest {

  private final CqlSession tables = GatewayTables.shared();
  private final People people = new CassandraPeople(tables);
  private final String id = UUID.randomUUID().toString();

  @Test
  void a_user_is_found_until_the_erasure_begins() {
    tables.execute("INSERT INTO users (id, username) VALUES (?, 'anna')", id);
    assertThat(people.find(id).join()).isEqualTo(new Author(id, "anna"));

    tables.execute("UPDATE users SET erased_at = ? WHERE id = ?", Instant.EPOCH, id);

    assertThatThrownBy(() -> people.find(id).join()).hasMessageContaining("no such user");
  }
}
