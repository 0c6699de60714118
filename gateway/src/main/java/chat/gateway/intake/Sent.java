package chat.gateway.intake;

import chat.contract.Message;

/**
 * A message that stands in the log.
 *
 * @param message as it stands there
 * @param seq its place
 * @param first whether this send put it there; false: it was there already
 */
public record Sent(Message message, long seq, boolean first) {}
