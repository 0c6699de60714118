package chat.gateway.message;

import chat.contract.event.Message;
import chat.gateway.log.PartitionLog;
import java.util.concurrent.CompletableFuture;

/** Looks up the messages, users and files that a message refers to. */
public record References(Targets targets, Mentions mentions, Files files) {

  /** The message of a draft, with its references looked up; fails with a refusal. */
  CompletableFuture<Message> resolve(PartitionLog log, Draft draft, long now) {
    return draft.resolve(log, targets, mentions, files, now);
  }
}
