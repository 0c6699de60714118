package chat.infra.prove.judge;

import chat.infra.prove.history.Entry;

/** Looks at all entries of a history in order. */
interface Check {

  void accept(Entry entry);

  /** Called after the last entry. */
  default void finish() {}
}
