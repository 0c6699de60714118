package chat.gateway.account.signin;

import chat.gateway.account.AccountKeyspace;
import chat.gateway.account.LossySession;

class CassandraFamilyTableLosingAnswersTest extends FamilyTableContract {

  private final FamilyTable table =
      new CassandraFamilyTable(LossySession.in(AccountKeyspace.shared()));

  @Override
  FamilyTable table() {
    return table;
  }
}
