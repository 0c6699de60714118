package chat.contract;

/** Consumer groups whose progress others look at. */
public final class ConsumerGroups {

  /**
   * The writers. What is before the group's committed offset of a partition of {@link
   * Topic#MESSAGES} stands in the tables.
   */
  public static final String WRITER = "message-writer";

  private ConsumerGroups() {}
}
