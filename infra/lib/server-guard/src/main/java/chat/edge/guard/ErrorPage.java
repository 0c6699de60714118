package chat.edge.guard;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

/** The error page of a service that has only a management port. */
@Controller
final class ErrorPage implements ErrorController {

  @RequestMapping("/error")
  void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
    Object said = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
    int status = said instanceof Integer known ? known : HttpServletResponse.SC_NOT_FOUND;
    response.setStatus(status);
    response.setContentType("application/problem+json");
    response.getOutputStream().write(BareProblem.of(status));
  }
}
