package chat.infra.prove.history;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Reads the entries of a file one by one, and closes it behind the last. */
final class FileEntries implements Iterator<Entry> {

  /** In the file, a kind is its index. */
  static final List<Kind> KINDS = List.of(Kind.values());

  private static final int BUFFER = 1 << 18;

  private final DataInputStream in;
  private @Nullable Entry next;

  FileEntries(Path file) {
    try {
      in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER));
      next = read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  @Override
  public Entry next() {
    Entry entry = next;
    if (entry == null) {
      throw new NoSuchElementException();
    }
    try {
      next = read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return entry;
  }

  private @Nullable Entry read() throws IOException {
    long micros;
    try {
      micros = in.readLong();
    } catch (EOFException end) {
      in.close();
      return null;
    }
    return new Entry(
        micros,
        KINDS.get(in.readByte()),
        in.readInt(),
        in.readInt(),
        in.readInt(),
        in.readLong(),
        in.readLong(),
        in.readLong());
  }
}
