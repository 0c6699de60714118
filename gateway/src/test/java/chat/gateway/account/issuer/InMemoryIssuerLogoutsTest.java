package chat.gateway.account.issuer;

class InMemoryIssuerLogoutsTest extends IssuerLogoutsContract {

  private final InMemoryIssuerLogouts logouts = new InMemoryIssuerLogouts();

  @Override
  IssuerLogouts logouts() {
    return logouts;
  }
}
