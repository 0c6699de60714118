package chat.gateway.files;

import chat.contract.file.FileHeaders;
import chat.edge.guard.Places;
import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import chat.gateway.security.ClientAddresses;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * Proxies requests for files to the upload service. Uploads, links and metadata requests have
 * separate limits, so that they don't block each other; of each kind, one user and one address may
 * have at most a third in flight.
 */
final class FilesServlet extends HttpServlet {

  private static final long serialVersionUID = 1;
  private static final Duration RETRY = Duration.ofSeconds(2);
  private static final String LINK_USER = FileHeaders.LINK_USER + "=";
  private static final int LONGEST_LINK_USER = 64;

  /** The path prefix of links. */
  static final String LINKS = "/files";

  private final transient ProxiedRequest.Means means;
  private final transient ClientAddresses addresses;
  private final transient Places uploads;
  private final transient Places downloads;
  private final transient Places questions;

  /**
   * Creates the servlet.
   *
   * @param atOnce maximum number of requests in flight of each kind
   */
  FilesServlet(ProxiedRequest.Means means, ClientAddresses addresses, int atOnce) {
    this.means = means;
    this.addresses = addresses;
    this.uploads = new Places(atOnce);
    this.downloads = new Places(atOnce);
    this.questions = new Places(atOnce);
  }

  /** Returns at once; the rest happens as bytes arrive from either side. */
  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    boolean link = request.getServletPath().equals(LINKS);
    String user = link ? "" : user(request);
    Places places = link ? downloads : request.getMethod().equals("POST") ? uploads : questions;
    Places.Place place =
        places
            .take(link ? linkUser(request) : "user " + user, "address " + addresses.of(request))
            .orElseThrow(FilesServlet::busy);
    try {
      new ProxiedRequest(request, response, user, means, place::close).begin();
    } catch (IOException | RuntimeException e) {
      place.close();
      throw e;
    }
  }

  private static String user(HttpServletRequest request) {
    Principal user = request.getUserPrincipal();
    return user == null ? "" : user.getName();
  }

  /** A link counts for the user it was issued to; S3 refuses one with a changed user. */
  private static String linkUser(HttpServletRequest request) {
    String query = request.getQueryString();
    return Stream.of((query == null ? "" : query).split("&"))
        .filter(part -> part.startsWith(LINK_USER) && part.length() <= LONGEST_LINK_USER)
        .findFirst()
        .orElse("link");
  }

  private static Refusal busy() {
    return Refusal.until(ProblemCode.UNAVAILABLE, "Too many files are under way", RETRY);
  }
}
