package chat.gateway.account;

/** Checks files that accounts refer to. */
@FunctionalInterface
public interface OwnFiles {

  /** Whether a file is the user's own, complete and scanned. */
  boolean isReady(String file, String owner);
}
