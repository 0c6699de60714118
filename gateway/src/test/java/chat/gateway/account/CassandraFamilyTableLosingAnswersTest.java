package chat.gateway.account;

import org.junit.jupiter.api.AfterAll;

class CassandraFamilyTableLosingAnswersTest extends FamilyTableContract {

  private static final AccountKeyspace KEYSPACE = new AccountKeyspace();

  private final FamilyTable table = new CassandraFamilyTable(LostAnswers.in(KEYSPACE.session()));

  @AfterAll
  static void drop() {
    KEYSPACE.close();
  }

  @Override
  FamilyTable table() {
    return table;
  }
}
