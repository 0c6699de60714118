package chat.gateway.account;

class InMemoryNameIndexTest extends NameIndexContract {

  private final NameIndex names = new InMemoryNameIndex();

  @Override
  NameIndex names() {
    return names;
  }
}
