package chat.gateway.account;

class InMemoryFamilyTableTest extends FamilyTableContract {

  private final InMemoryFamilyTable table = new InMemoryFamilyTable();

  @Override
  FamilyTable table() {
    return table;
  }
}
