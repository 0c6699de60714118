package chat.gateway.account;

import chat.gateway.GatewayTables;

class CassandraAccountTablesTest extends AccountTablesContract {

  private final AccountTables tables = new CassandraAccountTables(GatewayTables.shared());

  @Override
  AccountTables tables() {
    return tables;
  }
}
