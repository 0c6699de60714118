package chat.gateway.message;

import chat.gateway.account.token.SignedIn;
import chat.gateway.security.ReactionPaths;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Sending and changing messages without a socket. */
@RestController
class MessagesController {

  private static final String MESSAGE = "/api/messages/{room}/{seq}";

  private final Messages messages;
  private final MessageChanges changes;

  MessagesController(Messages messages, MessageChanges changes) {
    this.messages = messages;
    this.changes = changes;
  }

  record Body(
      @Nullable String room,
      @Nullable String id,
      @Nullable String content,
      @Nullable Long replyTo,
      @Nullable List<String> attachments,
      @Nullable JsonNode data,
      @Nullable Boolean retry) {}

  @PostMapping(path = "/api/messages", produces = MediaType.APPLICATION_JSON_VALUE)
  CompletionStage<ResponseEntity<byte[]>> send(
      @AuthenticationPrincipal SignedIn sender, @RequestBody Body body) {
    SendRequest request =
        SendRequest.of(
            body.room,
            body.id,
            body.content,
            body.replyTo,
            body.attachments,
            body.data,
            body.retry);
    return messages
        .send(sender.user(), request, new ClientOrder(1))
        .thenApply(sent -> answer(sent, sender));
  }

  record Edit(@Nullable String content, @Nullable JsonNode data) {}

  @PatchMapping(path = MESSAGE, produces = MediaType.APPLICATION_JSON_VALUE)
  CompletionStage<byte[]> edit(
      @AuthenticationPrincipal SignedIn editor,
      @PathVariable String room,
      @PathVariable long seq,
      @RequestBody Edit body) {
    Target target = Target.of(room, seq);
    return changes
        .edit(editor.user(), target.room(), target.seq(), MessageEdit.of(body.content, body.data))
        .thenCompose(changed -> changes.message(target.room(), target.seq()))
        .thenApply(message -> message.frame(editor.getName()));
  }

  @DeleteMapping(MESSAGE)
  CompletionStage<ResponseEntity<Void>> delete(
      @AuthenticationPrincipal SignedIn user, @PathVariable String room, @PathVariable long seq) {
    Target target = Target.of(room, seq);
    return changes
        .delete(user.user(), target.room(), target.seq())
        .thenApply(changed -> ResponseEntity.noContent().build());
  }

  @PutMapping(MESSAGE + "/reactions/{emoji}")
  CompletionStage<ResponseEntity<Void>> react(
      @AuthenticationPrincipal SignedIn user,
      @PathVariable String room,
      @PathVariable long seq,
      @RequestAttribute(ReactionPaths.EMOJI) String emoji) {
    return react(user, Target.of(room, seq), emoji, false);
  }

  @DeleteMapping(MESSAGE + "/reactions/{emoji}")
  CompletionStage<ResponseEntity<Void>> unreact(
      @AuthenticationPrincipal SignedIn user,
      @PathVariable String room,
      @PathVariable long seq,
      @RequestAttribute(ReactionPaths.EMOJI) String emoji) {
    return react(user, Target.of(room, seq), emoji, true);
  }

  private CompletionStage<ResponseEntity<Void>> react(
      SignedIn user, Target target, String emoji, boolean remove) {
    return changes
        .react(user.user(), target.room(), target.seq(), Target.emoji(emoji, remove), remove)
        .thenApply(changed -> ResponseEntity.noContent().build());
  }

  private static ResponseEntity<byte[]> answer(Sent sent, SignedIn sender) {
    return ResponseEntity.status(sent.first() ? HttpStatus.CREATED : HttpStatus.OK)
        .body(sent.event().frameWithoutPrev(sender.getName()));
  }
}
