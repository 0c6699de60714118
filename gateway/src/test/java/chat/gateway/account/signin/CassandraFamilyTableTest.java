package chat.gateway.account.signin;

import chat.gateway.GatewayTables;

class CassandraFamilyTableTest extends FamilyTableContract {

  private final FamilyTable table = new CassandraFamilyTable(GatewayTables.shared());

  @Override
  FamilyTable table() {
    return table;
  }
}
