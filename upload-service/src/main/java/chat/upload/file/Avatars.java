package chat.upload.file;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import org.springframework.stereotype.Component;

/** Knows which files are their owner's avatar, which all users may see: reads {@code users}. */
@Component
public class Avatars {

  private final CqlSession session;
  private final PreparedStatement select;

  Avatars(CqlSession session) {
    this.session = session;
    this.select =
        session.prepare(
            SimpleStatement.newInstance("SELECT avatar FROM users WHERE id = ?")
                .setIdempotent(true));
  }

  /** Whether a file is its owner's avatar. */
  public boolean contain(StoredFile file) {
    Row user = session.execute(select.bind(file.owner())).one();
    return user != null && file.id().equals(user.getString("avatar"));
  }
}
