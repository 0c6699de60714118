package chat.contract;

/** Consumer groups whose progress others look at. */
public final class ConsumerGroups {

  /**
   * The writers. What is before the group's committed offset of a partition of {@link
   * Topic#MESSAGES} stands in the tables.
   */
  public static final String WRITER = "message-writer";

  /** Those who take erased accounts out of the rooms' events. */
  public static final String ERASER = "account-eraser";

  private ConsumerGroups() {}
}
