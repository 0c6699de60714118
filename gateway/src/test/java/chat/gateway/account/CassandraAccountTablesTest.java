package chat.gateway.account;

class CassandraAccountTablesTest extends AccountTablesContract {

  private final AccountTables tables = new CassandraAccountTables(AccountKeyspace.shared());

  @Override
  AccountTables tables() {
    return tables;
  }
}
