package chat.upload.file;

import chat.contract.file.FileHeaders;
import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import chat.upload.access.SignedIn;
import chat.upload.content.ContentTypes;
import chat.upload.content.FileName;
import chat.upload.storage.Links;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The REST API of files. */
@RestController
class FilesController {

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{22}");
  private static final Duration SCANNED = Duration.ofSeconds(2);

  private final Uploads uploads;
  private final Files files;
  private final Readers readers;
  private final Links links;
  private final Thumbnails thumbnails;

  FilesController(
      Uploads uploads, Files files, Readers readers, Links links, Thumbnails thumbnails) {
    this.uploads = uploads;
    this.files = files;
    this.readers = readers;
    this.links = links;
    this.thumbnails = thumbnails;
  }

  /** {@link Uploads} reads the body, part by part. */
  @PostMapping("/api/files/upload")
  ResponseEntity<FileView> upload(HttpServletRequest request, SignedIn user) {
    FileView file = FileView.of(uploads.accept(user.id(), request), user.id());
    ResponseEntity.BodyBuilder answer = ResponseEntity.created(URI.create(file.url()));
    if (file.room() != null) {
      answer.header(FileHeaders.ROOMS, file.room());
    }
    return answer.body(file);
  }

  /** Removes a file that its owner uploaded for a room to which the gateway denies access. */
  @DeleteMapping("/api/files/{id}")
  ResponseEntity<Void> refuse(
      @PathVariable String id,
      @RequestHeader(name = FileHeaders.REFUSED_ROOM, required = false) @Nullable String room,
      SignedIn user)
      throws HttpRequestMethodNotSupportedException {
    if (room == null) {
      throw new HttpRequestMethodNotSupportedException("DELETE");
    }
    uploads.withdraw(there(id, user.id()), user.id(), room);
    return ResponseEntity.noContent().build();
  }

  @GetMapping("/api/files/{id}")
  ResponseEntity<?> get(
      @PathVariable String id,
      @RequestParam(required = false) @Nullable String meta,
      @RequestParam(required = false) @Nullable Integer size,
      HttpServletRequest request,
      HttpServletResponse response,
      SignedIn user) {
    StoredFile file = there(id, user.id());
    readers.require(file, user.id(), request, response);
    if (meta != null) {
      return ResponseEntity.ok(FileView.of(file, user.id()));
    }
    checkStatus(file);
    URI link = size == null ? link(file, user.id()) : thumbnail(file, size, user.id());
    return ResponseEntity.status(HttpStatus.FOUND).location(absolute(link, request)).build();
  }

  /** An absolute link at the address of the request: not all clients understand relative ones. */
  private static URI absolute(URI link, HttpServletRequest request) {
    return URI.create(request.getRequestURL().toString()).resolve(link);
  }

  private StoredFile there(String id, String user) {
    return Optional.of(id)
        .filter(text -> ID.matcher(text).matches())
        .flatMap(files::find)
        .filter(file -> isThere(file, user))
        .orElseThrow(Refusal::notFound);
  }

  /** Hides a file that is not available from all users but its owner. */
  private static boolean isThere(StoredFile file, String user) {
    return switch (file.status()) {
      case CLEAN, EXPIRED -> true;
      case QUARANTINE, INFECTED -> user.equals(file.owner());
      case DELETED -> false;
    };
  }

  private static void checkStatus(StoredFile file) {
    if (file.status() == FileStatus.QUARANTINE) {
      throw Refusal.until(
          ProblemCode.CONFLICT, "The file is looked through for malware first", SCANNED);
    }
    if (file.status() == FileStatus.INFECTED) {
      throw Refusal.of(ProblemCode.FORBIDDEN, "Malware was found in the file");
    }
  }

  private URI link(StoredFile file, String user) {
    String type = file.contentType();
    String key = file.keyFor(user);
    return ContentTypes.isShown(type)
        ? links.straight(key, type, FileName.disposition("inline", file.name()), user)
        : links.through(key, type, FileName.disposition("attachment", file.name()), user);
  }

  private URI thumbnail(StoredFile file, int size, String user) {
    if (size != Thumbnails.SIZE) {
      throw Refusal.ofField(
          ProblemCode.INVALID_REQUEST, "size", size + " (expected: " + Thumbnails.SIZE + ")");
    }
    String type = thumbnails.typeOf(file).orElseThrow(Refusal::notFound);
    return links.straight(
        StoredFile.thumbnailKeyOf(file.id()),
        type,
        FileName.disposition("inline", "thumbnail-" + file.name()),
        user);
  }
}
