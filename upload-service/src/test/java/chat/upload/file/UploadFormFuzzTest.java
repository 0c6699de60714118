package chat.upload.file;

import static org.assertj.core.api.Assertions.assertThat;

import chat.contract.Names;
import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import chat.infra.attacks.Fuzz;
import chat.upload.Caller;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Set;
import org.apache.commons.fileupload2.core.RequestContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Mutated forms: each is read to its end, or refused. */
class UploadFormFuzzTest {

  private static final int TRIES = 3_000;
  private static final int MAX_FILE = 1_000;
  private static final String TYPE = "multipart/form-data; boundary=" + Caller.BOUNDARY;
  private static final Set<ProblemCode> REFUSED =
      Set.of(ProblemCode.INVALID_REQUEST, ProblemCode.UNSUPPORTED_TYPE, ProblemCode.TOO_LARGE);

  private static final UploadSettings SETTINGS =
      new Binder(
              new MapConfigurationPropertySource(
                  Map.of("chat.upload.max-size", Integer.toString(MAX_FILE))))
          .bindOrCreate("chat.upload", UploadSettings.class);

  private static final byte[] FORM =
      Caller.form(Caller.field("room", "general"), Caller.file("a.png", new byte[] {1, 2, 3}));

  @Test
  void bodies() {
    Fuzz.ofBytes(FORM, Caller.form(Caller.file("..\\a", new byte[100]), Caller.field("x", "y")))
        .bytes(TRIES, body -> check(TYPE, body));
  }

  @Test
  void kinds() {
    Fuzz.ofTexts(TYPE, "multipart/form-data", "multipart/mixed; boundary=\"a b\"; charset=utf-8")
        .texts(TRIES, type -> check(type, FORM));
  }

  private static void check(String type, byte[] body) {
    try {
      new UploadForm(SETTINGS).read(new Sent(type, body), new Ignored());
    } catch (Refusal refusal) {
      assertThat(refusal.code()).isIn(REFUSED);
    }
  }

  private record Sent(String type, byte[] body) implements RequestContext {

    @Override
    public String getCharacterEncoding() {
      return "UTF-8";
    }

    @Override
    public long getContentLength() {
      return body.length;
    }

    @Override
    public String getContentType() {
      return type;
    }

    @Override
    public InputStream getInputStream() {
      return new ByteArrayInputStream(body);
    }

    @Override
    public boolean isMultipartRelated() {
      return false;
    }
  }

  private static final class Ignored implements UploadForm.Parts {

    @Override
    public void room(String room) {
      assertThat(Names.isRoom(room)).isTrue();
    }

    @Override
    public void file(@Nullable String name, InputStream content) throws IOException {
      assertThat(content.readAllBytes().length).isLessThanOrEqualTo(MAX_FILE + (64 << 10));
    }
  }
}
