package chat.gateway.account;

class CassandraAccountTablesLosingAnswersTest extends AccountTablesContract {

  private final AccountTables tables =
      new CassandraAccountTables(LostAnswers.in(AccountKeyspace.shared()));

  @Override
  AccountTables tables() {
    return tables;
  }
}
