package chat.gateway.account;

class CassandraFamilyTableTest extends FamilyTableContract {

  private final FamilyTable table = new CassandraFamilyTable(AccountKeyspace.shared());

  @Override
  FamilyTable table() {
    return table;
  }
}
