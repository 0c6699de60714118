package chat.gateway.account;

class InMemoryAccountTablesTest extends AccountTablesContract {

  private final InMemoryAccountTables tables = new InMemoryAccountTables();

  @Override
  AccountTables tables() {
    return tables;
  }
}
