package chat.gateway.security;

import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.RequestBodyAdviceAdapter;

/**
 * Refuses JSON bodies that are not UTF-8 (RFC 8259, 8.1), or have a NUL or a lone surrogate in any
 * string, even in a field that is ignored.
 */
@ControllerAdvice
class StrictBodies extends RequestBodyAdviceAdapter {

  @Override
  public boolean supports(
      MethodParameter parameter, Type type, Class<? extends HttpMessageConverter<?>> converter) {
    return JacksonJsonHttpMessageConverter.class.isAssignableFrom(converter);
  }

  @Override
  public HttpInputMessage beforeBodyRead(
      HttpInputMessage message,
      MethodParameter parameter,
      Type type,
      Class<? extends HttpMessageConverter<?>> converter)
      throws IOException {
    byte[] body = message.getBody().readAllBytes();
    if (!isUtf8(message.getHeaders().getContentType()) || !WellFormed.isJson(decode(body))) {
      throw malformed();
    }
    return new Body(message.getHeaders(), new ByteArrayInputStream(body));
  }

  private static boolean isUtf8(@Nullable MediaType type) {
    Charset charset = type == null ? null : type.getCharset();
    return charset == null || charset.equals(StandardCharsets.UTF_8);
  }

  private static String decode(byte[] body) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException e) {
      throw malformed();
    }
  }

  private static Refusal malformed() {
    return Refusal.of(
        ProblemCode.INVALID_REQUEST,
        "The body is not UTF-8, or a string in it has a NUL or half of a surrogate pair");
  }

  private record Body(HttpHeaders headers, InputStream body) implements HttpInputMessage {

    @Override
    public InputStream getBody() {
      return body;
    }

    @Override
    public HttpHeaders getHeaders() {
      return headers;
    }
  }
}
