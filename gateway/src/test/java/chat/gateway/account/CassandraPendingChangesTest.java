package chat.gateway.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class CassandraPendingChangesTest {

  private final PendingChanges pending = new CassandraPendingChanges(AccountKeyspace.shared());

  @Test
  void a_change_is_there_until_it_is_removed() {
    String user = UUID.randomUUID().toString();
    Change first = new Change(UUID.randomUUID().toString(), user, Change.Kind.REGISTRATION, null);
    Change second = new Change(UUID.randomUUID().toString(), user, Change.Kind.END_OF_FAMILY, "f");
    pending.add(first);
    pending.add(second);
    pending.add(second);

    assertThat(pending.all()).contains(first, second).doesNotHaveDuplicates();

    pending.remove(first);

    assertThat(pending.all()).contains(second).doesNotContain(first);
  }
}
