package chat.gateway.security;

import chat.edge.problem.Refusal;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.util.function.Supplier;

/** Input with a maximum number of bytes. For one reader at a time. */
final class LimitedInput extends ServletInputStream {

  private final ServletInputStream input;
  private final Supplier<Refusal> refusal;
  private long left;

  LimitedInput(ServletInputStream input, long limit, Supplier<Refusal> refusal) {
    this.input = input;
    this.left = limit;
    this.refusal = refusal;
  }

  @Override
  public int read() throws IOException {
    int value = input.read();
    count(value < 0 ? 0 : 1);
    return value;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int read = input.read(bytes, offset, length);
    count(Math.max(0, read));
    return read;
  }

  private void count(int read) {
    left -= read;
    if (left < 0) {
      throw refusal.get();
    }
  }

  @Override
  public boolean isFinished() {
    return input.isFinished();
  }

  @Override
  public boolean isReady() {
    return input.isReady();
  }

  @Override
  public void setReadListener(ReadListener listener) {
    input.setReadListener(listener);
  }
}
