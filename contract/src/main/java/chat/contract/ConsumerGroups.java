package chat.contract;

/** The consumer groups of the system. */
public final class ConsumerGroups {

  /**
   * The writers. What is before the group's committed offset of a partition of {@link
   * Topic#MESSAGES} stands in the tables.
   */
  public static final String WRITER = "message-writer";

  /** The presence trackers. */
  public static final String TRACKER = "presence-tracker";

  /** The upload services, which read in {@link Topic#MESSAGES} where files are used. */
  public static final String UPLOADS = "upload-service";

  /** Those who take erased accounts out of the rooms' events. */
  public static final String ERASER = "account-eraser";

  private ConsumerGroups() {}
}
