package chat.gateway.account.signin;

import chat.gateway.account.AccountKeyspace;

class CassandraFamilyTableTest extends FamilyTableContract {

  private final FamilyTable table = new CassandraFamilyTable(AccountKeyspace.shared());

  @Override
  FamilyTable table() {
    return table;
  }
}
