package chat.gateway.message;

import chat.gateway.account.token.SignedIn;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** REST: emits events of applications. */
@RestController
class EmitController {

  private final Messages messages;
  private final Emissions emissions;

  EmitController(Messages messages, Emissions emissions) {
    this.messages = messages;
    this.emissions = emissions;
  }

  record Body(
      @Nullable String name,
      @Nullable JsonNode data,
      @Nullable String id,
      @Nullable Boolean keep,
      @Nullable Boolean retry) {}

  /** A kept event is answered as a message is; another one is accepted, and may get lost. */
  @PostMapping(path = "/api/rooms/{room}/emit", produces = MediaType.APPLICATION_JSON_VALUE)
  CompletionStage<ResponseEntity<byte[]>> emit(
      @AuthenticationPrincipal SignedIn sender, @PathVariable String room, @RequestBody Body body) {
    EmitRequest request =
        EmitRequest.of(room, body.name, body.data, body.id, body.keep, body.retry);
    if (!request.keep()) {
      return emissions
          .emit(sender.user(), request)
          .thenApply(done -> ResponseEntity.accepted().build());
    }
    return messages
        .emit(sender.user(), request, new ClientOrder(1))
        .thenApply(
            sent ->
                ResponseEntity.status(sent.first() ? HttpStatus.CREATED : HttpStatus.OK)
                    .body(sent.event().frameWithoutPrev(sender.getName())));
  }
}
