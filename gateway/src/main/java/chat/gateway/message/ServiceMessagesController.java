package chat.gateway.message;

import chat.contract.Author;
import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import chat.gateway.room.People;
import chat.gateway.service.Scope;
import chat.gateway.service.Service;
import java.util.List;
import java.util.concurrent.CompletableFuture;
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
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** REST for services: sending and changing messages. */
@RestController
class ServiceMessagesController {

  private static final String MESSAGES = "/api/server/messages";
  private static final String MESSAGE = MESSAGES + "/{room}/{seq}";

  private final Messages messages;
  private final MessageChanges changes;
  private final ServiceChanges serviceChanges;
  private final People people;

  ServiceMessagesController(
      Messages messages, MessageChanges changes, ServiceChanges serviceChanges, People people) {
    this.messages = messages;
    this.changes = changes;
    this.serviceChanges = serviceChanges;
    this.people = people;
  }

  /**
   * A message to send.
   *
   * @param user the user in whose name; null: the service itself
   */
  record Body(
      @Nullable String room,
      @Nullable String id,
      @Nullable String content,
      @Nullable Long replyTo,
      @Nullable List<String> attachments,
      @Nullable JsonNode data,
      @Nullable String user) {}

  record Edit(@Nullable String content, @Nullable JsonNode data) {}

  /**
   * A message with an id is looked for as far back as ids are kept, so every call is repeatable.
   */
  @PostMapping(path = MESSAGES, produces = MediaType.APPLICATION_JSON_VALUE)
  CompletionStage<ResponseEntity<byte[]>> send(
      @AuthenticationPrincipal Service service, @RequestBody Body body) {
    SendRequest request =
        SendRequest.of(
            body.room,
            body.id,
            body.content,
            body.replyTo,
            body.attachments,
            body.data,
            body.id != null);
    SendRules rules = body.user == null ? SendRules.OF_SERVICES : SendRules.FOR_USERS;
    return author(service, body.user)
        .thenCompose(author -> messages.send(author, request, new ClientOrder(1), rules))
        .thenApply(
            sent ->
                ResponseEntity.status(sent.first() ? HttpStatus.CREATED : HttpStatus.OK)
                    .body(sent.event().frameWithoutPrev(service.author().id())));
  }

  private CompletableFuture<Author> author(Service service, @Nullable String user) {
    return user == null
        ? CompletableFuture.completedFuture(service.author())
        : people
            .find(user)
            .exceptionallyCompose(error -> CompletableFuture.failedFuture(unknown(error)));
  }

  private static Refusal unknown(Throwable error) {
    Refusal refusal = Refusal.from(error);
    return refusal.code() == ProblemCode.NOT_FOUND
        ? Refusal.ofField(ProblemCode.NOT_FOUND, "user", "no such user")
        : refusal;
  }

  @PatchMapping(path = MESSAGE, produces = MediaType.APPLICATION_JSON_VALUE)
  CompletionStage<byte[]> edit(
      @AuthenticationPrincipal Service service,
      @PathVariable String room,
      @PathVariable long seq,
      @RequestBody Edit body) {
    Target target = Target.of(room, seq);
    return serviceChanges
        .edit(service.author(), moderates(service), target, MessageEdit.of(body.content, body.data))
        .thenCompose(changed -> changes.message(target.room(), target.seq()))
        .thenApply(message -> message.frame(service.author().id()));
  }

  @DeleteMapping(MESSAGE)
  CompletionStage<ResponseEntity<Void>> delete(
      @AuthenticationPrincipal Service service, @PathVariable String room, @PathVariable long seq) {
    Target target = Target.of(room, seq);
    return serviceChanges
        .delete(service.author(), moderates(service), target)
        .thenApply(changed -> ResponseEntity.noContent().build());
  }

  private static boolean moderates(Service service) {
    return service.has(Scope.MODERATE);
  }
}
