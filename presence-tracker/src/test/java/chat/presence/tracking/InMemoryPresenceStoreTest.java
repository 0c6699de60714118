package chat.presence.tracking;

class InMemoryPresenceStoreTest extends PresenceStoreContract {

  private long now = 1_000_000;
  private final InMemoryPresenceStore store =
      new InMemoryPresenceStore(() -> now, 3000, 5000, 15_000);

  @Override
  protected PresenceStore store() {
    return store;
  }

  @Override
  protected void acquire(String acquired) {
    store.acquire(acquired, 1_000_000);
  }

  @Override
  protected void end(String ended) {
    store.end(ended);
  }

  @Override
  protected void empty() {
    store.restore(new InMemoryPresenceStore.State());
  }

  @Override
  protected boolean keeps(String user) {
    return store.keeps(user);
  }

  @Override
  protected void pass() {
    now += 500;
  }
}
