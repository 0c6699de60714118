package chat.gateway.account;

class InMemoryUserNamesTest extends UserNamesContract {

  private final UserNames names = new InMemoryUserNames();

  @Override
  UserNames names() {
    return names;
  }
}
