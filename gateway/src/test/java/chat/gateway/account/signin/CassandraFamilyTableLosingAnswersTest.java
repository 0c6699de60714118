package chat.gateway.account.signin;

import chat.gateway.account.AccountKeyspace;
import chat.gateway.account.LostAnswers;

class CassandraFamilyTableLosingAnswersTest extends FamilyTableContract {

  private final FamilyTable table =
      new CassandraFamilyTable(LostAnswers.in(AccountKeyspace.shared()));

  @Override
  FamilyTable table() {
    return table;
  }
}
