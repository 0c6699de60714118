package chat.gateway.log;

import chat.contract.event.Deleted;
import chat.contract.event.Edited;
import chat.contract.event.PresentState;
import chat.contract.event.Reaction;
import chat.contract.event.RoomEvent;
import chat.contract.event.RoomEventCodec;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * An event that changes an earlier message, or the edits of one.
 *
 * @param seq of the change
 * @param target seq of the message
 */
public record Change(long seq, long target, RoomEvent event) {

  /** Reads an event as a change; empty if it is no change or can't be read. */
  public static Optional<Change> of(LoggedEvent event) {
    return EventKind.MESSAGE_CHANGE.includes(event.type())
        ? of(event.seq(), event.value())
        : Optional.empty();
  }

  static Optional<Change> of(long seq, byte[] value) {
    try {
      RoomEvent event = RoomEventCodec.decode(value);
      return target(event) == 0
          ? Optional.empty()
          : Optional.of(new Change(seq, target(event), event));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Whether it removes texts. */
  public boolean isDeletion() {
    return event instanceof Deleted;
  }

  /**
   * The message after the change. A message that has the change already, or can't be read, stays
   * unchanged.
   */
  public LoggedEvent applyTo(LoggedEvent message) {
    return applyTo(message, () -> PresentState.isDeleted(message.value()));
  }

  /**
   * The same, for callers that know the message's state.
   *
   * @param isDeleted whether the message was deleted before; called only if needed
   */
  LoggedEvent applyTo(LoggedEvent message, BooleanSupplier isDeleted) {
    if (message.seq() != target || message.changed() >= seq || !message.isMessage()) {
      return message;
    }
    try {
      return after(message, isDeleted);
    } catch (IllegalArgumentException e) {
      return message;
    }
  }

  private LoggedEvent after(LoggedEvent message, BooleanSupplier isDeleted) {
    if (event instanceof Edited edit) {
      return changed(message, PresentState.edited(message.value(), edit), message.reactions());
    }
    if (event instanceof Deleted deletion) {
      byte[] rest = PresentState.deleted(message.value(), deletion.at());
      return changed(message, rest, Reactions.NONE);
    }
    return event instanceof Reaction reaction && !isDeleted.getAsBoolean()
        ? changed(message, message.value(), message.reactions().after(reaction))
        : message;
  }

  /** An edit after the change, which affects it only as the deletion of its message. */
  public LoggedEvent applyToEdit(LoggedEvent edit) {
    boolean concerned =
        isDeletion()
            && edit.seq() < seq
            && edit.type().equals(Edited.TYPE)
            && of(edit).map(Change::target).orElse(0L) == target;
    return concerned ? withoutText(edit) : edit;
  }

  /** An edit of the deleted message without its text. */
  public LoggedEvent withoutText(LoggedEvent edit) {
    return changed(edit, PresentState.withoutText(edit.value()), Reactions.NONE);
  }

  private LoggedEvent changed(LoggedEvent old, byte[] value, Reactions reactions) {
    int edits = event instanceof Edited ? old.edits() + 1 : old.edits();
    return new LoggedEvent(
        old.room(), old.type(), old.seq(), old.prev(), value, seq, reactions, edits);
  }

  private static long target(RoomEvent event) {
    if (event instanceof Edited edit) {
      return edit.target();
    }
    if (event instanceof Deleted deletion) {
      return deletion.target();
    }
    return event instanceof Reaction reaction ? reaction.target() : 0;
  }
}
