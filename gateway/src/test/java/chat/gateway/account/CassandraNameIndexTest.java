package chat.gateway.account;

import chat.gateway.GatewayTables;

class CassandraNameIndexTest extends NameIndexContract {

  private final NameIndex names = new CassandraNameIndex(GatewayTables.shared());

  @Override
  NameIndex names() {
    return names;
  }
}
