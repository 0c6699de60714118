package chat.gateway.account.signin;

import chat.gateway.GatewayTables;
import chat.gateway.account.LossySession;

class CassandraFamilyTableLosingAnswersTest extends FamilyTableContract {

  private final FamilyTable table =
      new CassandraFamilyTable(LossySession.in(GatewayTables.shared()));

  @Override
  FamilyTable table() {
    return table;
  }
}
