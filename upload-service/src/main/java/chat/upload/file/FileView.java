package chat.upload.file;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** A file in the API. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record FileView(
    String id,
    String name,
    String contentType,
    long size,
    String sha256,
    String url,
    String status,
    @Nullable String room,
    long createdAt) {

  static FileView of(StoredFile file, String user) {
    return new FileView(
        file.id(),
        file.name(),
        file.contentType(),
        file.size(),
        file.sha256For(user),
        "/api/files/" + file.id(),
        file.status().word(),
        file.room(),
        file.createdAt().toEpochMilli());
  }
}
