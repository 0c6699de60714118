package chat.contract.log;

/** The consumer groups of the system. */
public final class ConsumerGroups {

  /**
   * The message writers. The tables have everything before the group's committed offset of a
   * partition of {@link Topic#MESSAGES}.
   */
  public static final String WRITER = "message-writer";

  /**
   * The message writers as publishers of {@link Topic#EVENTS}, which has the events of everything
   * before the group's committed offset of a partition of {@link Topic#MESSAGES}.
   */
  public static final String EVENTS = "chat-events";

  /** The presence trackers. */
  public static final String TRACKER = "presence-tracker";

  /** The upload services, which learn from {@link Topic#MESSAGES} where files are used. */
  public static final String UPLOADS = "upload-service";

  /** The erasers, which remove erased accounts from the events of rooms. */
  public static final String ERASER = "account-eraser";

  /** The beginning of the names of the groups that deliver {@link Topic#EVENTS} to webhooks. */
  public static final String WEBHOOKS = "chat-webhook-";

  private ConsumerGroups() {}

  /**
   * The group that delivers to a webhook.
   *
   * @param generation another one has no offsets yet, and so begins where the webhook says
   */
  public static String ofWebhook(String name, String generation) {
    return WEBHOOKS + name + "-" + generation;
  }
}
