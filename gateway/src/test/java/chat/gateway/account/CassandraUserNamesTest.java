package chat.gateway.account;

class CassandraUserNamesTest extends UserNamesContract {

  private final UserNames names = new CassandraUserNames(AccountKeyspace.shared());

  @Override
  UserNames names() {
    return names;
  }
}
