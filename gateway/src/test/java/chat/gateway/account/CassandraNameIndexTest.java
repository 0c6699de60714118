package chat.gateway.account;

class CassandraNameIndexTest extends NameIndexContract {

  private final NameIndex names = new CassandraNameIndex(AccountKeyspace.shared());

  @Override
  NameIndex names() {
    return names;
  }
}
