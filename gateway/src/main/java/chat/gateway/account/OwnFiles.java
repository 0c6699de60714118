package chat.gateway.account;

/** The files that people uploaded, as far as an account may name them. */
@FunctionalInterface
public interface OwnFiles {

  /** Whether a file is that user's own, complete, and found to be harmless. */
  boolean isReady(String file, String owner);
}
