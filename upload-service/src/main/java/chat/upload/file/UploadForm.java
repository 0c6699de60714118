package chat.upload.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import chat.contract.Names;
import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.fileupload2.core.FileItemInput;
import org.apache.commons.fileupload2.core.FileItemInputIterator;
import org.apache.commons.fileupload2.core.FileUploadContentTypeException;
import org.apache.commons.fileupload2.core.FileUploadException;
import org.apache.commons.fileupload2.core.FileUploadSizeException;
import org.apache.commons.fileupload2.core.RequestContext;
import org.apache.commons.fileupload2.jakarta.servlet6.JakartaServletFileUpload;
import org.apache.commons.fileupload2.jakarta.servlet6.JakartaServletRequestContext;
import org.jspecify.annotations.Nullable;

/**
 * Reads the parts of a form while they arrive: {@code file}, and {@code room} before or after it.
 */
final class UploadForm {

  /** For boundaries, headers of parts and other fields. */
  private static final long OVERHEAD = 64 * 1024;

  private static final int LONGEST_ROOM = 64;

  private final UploadSettings settings;

  /** Receives the parts. */
  interface Parts {
    /** Receives the room. */
    void room(String room);

    /** Receives the file, to be read to its end. */
    void file(@Nullable String name, InputStream content) throws IOException;
  }

  UploadForm(UploadSettings settings) {
    this.settings = settings;
  }

  /**
   * Reads the form to its end.
   *
   * @throws Refusal if the form is invalid or incomplete
   */
  void read(HttpServletRequest request, Parts parts) {
    read(new SteadyRequest(request, settings), parts);
  }

  void read(RequestContext request, Parts parts) {
    JakartaServletFileUpload<?, ?> parser = new JakartaServletFileUpload<>();
    parser.setHeaderCharset(UTF_8);
    long maxFile = settings.maxSize().toBytes();
    parser.setSizeMax(maxFile + OVERHEAD);
    try {
      read(parser.getItemIterator(request), parts);
    } catch (FileUploadSizeException e) {
      throw tooLarge(maxFile);
    } catch (FileUploadContentTypeException e) {
      throw Refusal.of(ProblemCode.UNSUPPORTED_TYPE, "This takes a form of multipart/form-data");
    } catch (FileUploadException | IllegalArgumentException e) {
      // The latter for a file name with a NUL, or an invalid boundary.
      throw Refusal.of(ProblemCode.INVALID_REQUEST, "The form is malformed");
    } catch (IOException e) {
      if (e.getCause() instanceof FileUploadSizeException) {
        throw tooLarge(maxFile);
      }
      throw Refusal.of(ProblemCode.INVALID_REQUEST, "The form ends too early, or comes too slowly");
    }
  }

  /** Limits the time for which a client occupies a thread. */
  private static final class SteadyRequest extends JakartaServletRequestContext {

    private final UploadSettings settings;

    SteadyRequest(HttpServletRequest request, UploadSettings settings) {
      super(request);
      this.settings = settings;
    }

    @Override
    public InputStream getInputStream() throws IOException {
      return new SteadyInput(
          super.getInputStream(), settings.leastRate().toBytes(), settings.leastRateAfter());
    }
  }

  static Refusal tooLarge(long maxFile) {
    return Refusal.ofField(
        ProblemCode.TOO_LARGE, "file", "longer than " + maxFile + " bytes, the most that is taken");
  }

  private void read(FileItemInputIterator items, Parts parts) throws IOException {
    boolean hasFile = false;
    boolean hasRoom = false;
    for (int count = 1; items.hasNext(); count++) {
      FileItemInput item = items.next();
      String field = item.getFieldName();
      if (count > settings.maxParts()
          || (hasFile && "file".equals(field))
          || (hasRoom && "room".equals(field))) {
        throw Refusal.of(ProblemCode.INVALID_REQUEST, "The form has a part twice, or too many");
      }
      if ("file".equals(field)) {
        hasFile = true;
        parts.file(item.getName(), item.getInputStream());
      } else if ("room".equals(field)) {
        hasRoom = true;
        parts.room(room(item.getInputStream()));
      }
    }
    if (!hasFile) {
      throw Refusal.ofField(ProblemCode.INVALID_REQUEST, "file", "missing");
    }
  }

  private static String room(InputStream content) throws IOException {
    String room = new String(content.readNBytes(LONGEST_ROOM + 1), UTF_8);
    if (!Names.isRoom(room)) {
      throw Refusal.ofField(ProblemCode.INVALID_REQUEST, "room", "not the name of a room");
    }
    return room;
  }
}
