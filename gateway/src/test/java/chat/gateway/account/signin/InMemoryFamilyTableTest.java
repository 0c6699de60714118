package chat.gateway.account.signin;

class InMemoryFamilyTableTest extends FamilyTableContract {

  private final InMemoryFamilyTable table = new InMemoryFamilyTable();

  @Override
  FamilyTable table() {
    return table;
  }
}
