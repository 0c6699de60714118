package chat.gateway.history.rest;

import static chat.edge.problem.ProblemCode.INVALID_REQUEST;

import chat.contract.Names;
import chat.contract.log.Seq;
import chat.edge.problem.Refusal;
import chat.gateway.history.History;
import chat.gateway.log.EventKind;
import chat.gateway.log.LoggedEvent;
import chat.gateway.log.PartitionLog;
import chat.gateway.room.RoomAccess;
import chat.gateway.service.Service;
import java.security.Principal;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** A room's messages and events, in pages. */
@RestController
class HistoryController {

  private static final int MAX_MESSAGES = 200;
  private static final int MAX_EVENTS = 1000;

  private final History history;
  private final Pages pages;
  private final RoomAccess access;

  HistoryController(History history, Pages pages, RoomAccess access) {
    this.history = history;
    this.access = access;
    this.pages = pages;
  }

  @GetMapping(
      path = {"/api/messages", "/api/server/messages"},
      produces = MediaType.APPLICATION_JSON_VALUE)
  CompletableFuture<byte[]> messages(
      @AuthenticationPrincipal Principal reader,
      @RequestParam String room,
      @RequestParam(required = false) @Nullable Long before,
      @RequestParam(required = false) @Nullable Long after,
      @RequestParam(required = false) @Nullable Long around,
      @RequestParam(defaultValue = "50") int limit) {
    requireRoom(room);
    requireLimit(limit, MAX_MESSAGES);
    requireOneOf(before, after, around);
    return upToDate(room, reader)
        .thenCompose(
            log -> Pages.fitting(limit, most -> page(log, room, before, after, around, most)))
        .thenApply(page -> PageJson.of(page, id(reader)));
  }

  private CompletableFuture<Page> page(
      PartitionLog log,
      String room,
      @Nullable Long before,
      @Nullable Long after,
      @Nullable Long around,
      int limit) {
    if (before != null) {
      return pages.before(log, room, before, limit);
    }
    if (after != null) {
      return pages.after(log, room, after, limit);
    }
    return around == null ? pages.newest(log, room, limit) : pages.around(log, room, around, limit);
  }

  @GetMapping(
      path = {"/api/rooms/{room}/events", "/api/server/rooms/{room}/events"},
      produces = MediaType.APPLICATION_JSON_VALUE)
  CompletableFuture<byte[]> events(
      @AuthenticationPrincipal Principal reader,
      @PathVariable String room,
      @RequestParam(defaultValue = "0") long after,
      @RequestParam(defaultValue = "200") int limit) {
    requireRoom(room);
    requireLimit(limit, MAX_EVENTS);
    requireSeq("after", after);
    return upToDate(room, reader)
        .thenCompose(
            log ->
                Pages.fitting(
                    limit,
                    most ->
                        history
                            .after(log, room, after, EventKind.ANY, most + 1)
                            .thenApply(events -> eventsJson(room, events, most, id(reader)))));
  }

  private static byte[] eventsJson(
      String room, List<LoggedEvent> events, int limit, String reader) {
    if (events.size() <= limit) {
      return PageJson.ofEvents(room, events, null, reader);
    }
    List<LoggedEvent> page = events.subList(0, limit);
    return PageJson.ofEvents(room, page, page.get(limit - 1).seq(), reader);
  }

  private CompletableFuture<PartitionLog> upToDate(String room, Principal reader) {
    return history
        .upToDate(room)
        .thenCompose(log -> access(room, reader).thenApply(allowed -> log));
  }

  /** A service reads all rooms. */
  private CompletableFuture<Void> access(String room, Principal reader) {
    return reader instanceof Service ? access.open(room) : access.read(room, reader.getName());
  }

  /** The id by which reactions are the reader's own. */
  private static String id(Principal reader) {
    return reader instanceof Service service ? service.author().id() : reader.getName();
  }

  private static void requireRoom(String room) {
    if (!Names.isRoom(room)) {
      throw Refusal.ofField(INVALID_REQUEST, "room", Names.ROOM_PATTERN + " is expected");
    }
  }

  private static void requireLimit(int limit, int max) {
    if (limit < 1 || limit > max) {
      throw Refusal.ofField(INVALID_REQUEST, "limit", "1.." + max + " is expected");
    }
  }

  private static void requireOneOf(
      @Nullable Long before, @Nullable Long after, @Nullable Long around) {
    int given = 0;
    given += requireSeq("before", before);
    given += requireSeq("after", after);
    given += requireSeq("around", around);
    if (given > 1) {
      throw Refusal.of(INVALID_REQUEST, "only one of before, after, around is expected");
    }
  }

  private static int requireSeq(String name, @Nullable Long seq) {
    if (seq != null && (seq < 0 || seq > Seq.MAX)) {
      throw Refusal.ofField(INVALID_REQUEST, name, "0..2^53-1 is expected");
    }
    return seq == null ? 0 : 1;
  }
}
