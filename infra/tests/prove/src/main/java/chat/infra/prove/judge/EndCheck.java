package chat.infra.prove.judge;

import chat.infra.prove.history.Entry;
import chat.infra.prove.history.Kind;

/** No client of a good user is told to stay away. */
final class EndCheck implements Check {

  private final Findings findings;

  EndCheck(Findings findings) {
    this.findings = findings;
  }

  @Override
  public void accept(Entry entry) {
    if (entry.kind() == Kind.ENDED) {
      findings.add(Rule.ENDED, "client %d with %d".formatted(entry.client(), entry.seq()));
    }
  }
}
