package chat.gateway.account.signin;

import chat.gateway.GatewayTables;
import chat.gateway.account.LostAnswers;

class CassandraFamilyTableLosingAnswersTest extends FamilyTableContract {

  private final FamilyTable table =
      new CassandraFamilyTable(LostAnswers.in(GatewayTables.shared()));

  @Override
  FamilyTable table() {
    return table;
  }
}
