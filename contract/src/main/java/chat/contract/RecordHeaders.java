package chat.contract;

/** The headers of the records in {@link Topics#MESSAGES}. */
public final class RecordHeaders {

  /** The event's id, UTF-8. */
  public static final String ID = "id";

  /** The event's type, UTF-8. */
  public static final String TYPE = "type";

  /** {@link Identity#toBytes}, by which readers drop doubles without parsing the value. */
  public static final String IDENTITY = "identity";

  private RecordHeaders() {}
}
