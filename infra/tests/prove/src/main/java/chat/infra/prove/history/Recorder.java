package chat.infra.prove.history;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Appends what happens to a file, in the order of the calls. For all threads. */
public final class Recorder implements AutoCloseable {

  private static final int BUFFER = 1 << 18;

  private final long begin = System.nanoTime();
  private final List<String> faults = new ArrayList<>();
  private final Path file;
  private final DataOutputStream out;

  /** Begins a record; the file must not exist. */
  public Recorder(Path file) throws IOException {
    this.file = file;
    this.out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), BUFFER));
  }

  /** Microseconds since the begin. */
  public long now() {
    return (System.nanoTime() - begin) / 1000;
  }

  /** Records an entry that has only its kind's columns; unused ones are 0. */
  public void add(Kind kind, int client, int socket, int room, long seq, long prev, long id) {
    write(new Entry(now(), kind, client, socket, room, seq, prev, id));
  }

  /** Records that a fault begins, and returns its number. */
  public synchronized int faultBegan(String name) {
    faults.add(name);
    add(Kind.FAULT_BEGAN, 0, 0, 0, 0, 0, faults.size() - 1);
    return faults.size() - 1;
  }

  /** Records that a fault is over. */
  public void faultEnded(int number) {
    add(Kind.FAULT_ENDED, 0, 0, 0, 0, 0, number);
  }

  private synchronized void write(Entry entry) {
    try {
      out.writeLong(entry.micros());
      out.writeByte(FileEntries.KINDS.indexOf(entry.kind()));
      out.writeInt(entry.client());
      out.writeInt(entry.socket());
      out.writeInt(entry.room());
      out.writeLong(entry.seq());
      out.writeLong(entry.prev());
      out.writeLong(entry.id());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the record. */
  @Override
  public synchronized void close() throws IOException {
    out.close();
  }

  /** What was recorded, after {@link #close}. */
  public synchronized Recording recording(Cast cast) {
    return new Recording(cast, faults, () -> new FileEntries(file));
  }
}
