package chat.gateway.message;

import static chat.edge.problem.ProblemCode.NOT_FOUND;

import chat.contract.event.Attachment;
import chat.edge.problem.Refusal;
import chat.gateway.account.OwnFiles;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The table {@code files}, which the upload service keeps. */
final class CassandraFiles implements Files, OwnFiles {

  private static final String CLEAN = "clean";

  private final CqlSession session;
  private final PreparedStatement select;

  CassandraFiles(CqlSession session) {
    this.session = session;
    this.select =
        session.prepare(
            SimpleStatement.newInstance(
                    "SELECT id, owner, room, name, content_type, size, status"
                        + " FROM files WHERE id = ?")
                .setIdempotent(true));
  }

  @Override
  public CompletableFuture<List<Attachment>> attachable(
      List<String> ids, String sender, String room) {
    List<CompletableFuture<Attachment>> files =
        ids.stream()
            .map(
                id ->
                    session
                        .executeAsync(select.bind(id))
                        .thenApply(rows -> attachment(rows.one(), sender, room))
                        .toCompletableFuture())
            .toList();
    return CompletableFuture.allOf(files.toArray(CompletableFuture[]::new))
        .thenApply(done -> files.stream().map(CompletableFuture::join).toList());
  }

  @Override
  public boolean isReady(String file, String owner) {
    Row row = session.execute(select.bind(file)).one();
    return row != null && isReady(row, owner);
  }

  private static boolean isReady(Row row, String owner) {
    return owner.equals(row.getString("owner")) && CLEAN.equals(row.getString("status"));
  }

  private static Attachment attachment(@Nullable Row row, String sender, String room) {
    if (row == null
        || !isReady(row, sender)
        || !room.equals(Objects.requireNonNullElse(row.getString("room"), room))) {
      throw Refusal.of(NOT_FOUND, "no such file");
    }
    return new Attachment(
        text(row, "id"), text(row, "name"), text(row, "content_type"), row.getLong("size"));
  }

  private static String text(Row row, String column) {
    return Objects.requireNonNull(row.getString(column), column);
  }
}
