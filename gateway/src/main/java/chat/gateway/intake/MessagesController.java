package chat.gateway.intake;

import chat.contract.RoomEventCodec;
import chat.gateway.account.SignedIn;
import chat.gateway.log.LoggedEvent;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Sending without a socket. */
@RestController
class MessagesController {

  private final Intake intake;

  MessagesController(Intake intake) {
    this.intake = intake;
  }

  record Body(
      @Nullable String room,
      @Nullable String id,
      @Nullable String content,
      @Nullable Long replyTo,
      @Nullable List<String> attachments,
      @Nullable Boolean retry) {}

  @PostMapping(path = "/api/messages", produces = MediaType.APPLICATION_JSON_VALUE)
  CompletionStage<ResponseEntity<byte[]>> send(
      @AuthenticationPrincipal SignedIn sender, @RequestBody Body body) {
    SendRequest request =
        SendRequest.of(
            body.room, body.id, body.content, body.replyTo, body.attachments, body.retry);
    return intake.send(sender.user(), request).sent().thenApply(MessagesController::answer);
  }

  private static ResponseEntity<byte[]> answer(Sent sent) {
    return ResponseEntity.status(sent.first() ? HttpStatus.CREATED : HttpStatus.OK)
        .body(LoggedEvent.frameWithoutPrev(sent.seq(), RoomEventCodec.encode(sent.message())));
  }
}
