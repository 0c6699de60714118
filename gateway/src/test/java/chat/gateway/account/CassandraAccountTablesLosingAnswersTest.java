package chat.gateway.account;

class CassandraAccountTablesLosingAnswersTest extends AccountTablesContract {

  private final AccountTables tables =
      new CassandraAccountTables(LossySession.in(AccountKeyspace.shared()));

  @Override
  AccountTables tables() {
    return tables;
  }
}
