package chat.gateway.account;

class CassandraFamilyTableLosingAnswersTest extends FamilyTableContract {

  private final FamilyTable table =
      new CassandraFamilyTable(LostAnswers.in(AccountKeyspace.shared()));

  @Override
  FamilyTable table() {
    return table;
  }
}
