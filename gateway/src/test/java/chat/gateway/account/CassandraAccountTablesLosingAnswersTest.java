package chat.gateway.account;

import chat.gateway.GatewayTables;

class CassandraAccountTablesLosingAnswersTest extends AccountTablesContract {

  private final AccountTables tables =
      new CassandraAccountTables(LossySession.in(GatewayTables.shared()));

  @Override
  AccountTables tables() {
    return tables;
  }
}
