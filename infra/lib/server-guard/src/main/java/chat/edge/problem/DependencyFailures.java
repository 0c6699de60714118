package chat.edge.problem;

import org.jspecify.annotations.Nullable;

/** Translates the exceptions of one dependency of a service. */
@FunctionalInterface
public interface DependencyFailures {

  /** The refusal for an exception of this dependency; null for any other exception. */
  @Nullable Refusal refusal(Throwable cause);
}
