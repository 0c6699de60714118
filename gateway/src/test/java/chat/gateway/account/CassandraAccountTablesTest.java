package chat.gateway.account;

import org.junit.jupiter.api.AfterAll;

class CassandraAccountTablesTest extends AccountTablesContract {

  private static final AccountKeyspace KEYSPACE = new AccountKeyspace();

  private final AccountTables tables = new CassandraAccountTables(KEYSPACE.session());

  @AfterAll
  static void drop() {
    KEYSPACE.close();
  }

  @Override
  AccountTables tables() {
    return tables;
  }
}
