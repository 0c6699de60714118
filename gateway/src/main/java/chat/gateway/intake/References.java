package chat.gateway.intake;

import chat.contract.Message;
import chat.gateway.log.PartitionLog;
import java.util.concurrent.CompletableFuture;

/** Finds what messages refer to: others, users, files. */
record References(Targets targets, Mentions mentions, Files files) {

  /** The message of a draft, with all that it refers to; fails with a refusal. */
  CompletableFuture<Message> resolve(PartitionLog log, Draft draft, long now) {
    return draft.resolve(log, targets, mentions, files, now);
  }
}
