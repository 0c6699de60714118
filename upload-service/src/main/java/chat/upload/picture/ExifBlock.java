package chat.upload.picture;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The relevant fields of an EXIF block (a TIFF structure, EXIF 2.32): the orientation, and whether
 * there is a GPS position.
 *
 * @param orientation 1 to 8, as in EXIF; 1 is upright
 * @param hasLocation whether it has a GPS position, or might have one because it can't be read
 */
record ExifBlock(int orientation, boolean hasLocation) {

  private static final int UPRIGHT = 1;
  private static final int LAST_ORIENTATION = 8;
  private static final int ORIENTATION_TAG = 0x0112;
  private static final int LOCATION_TAG = 0x8825;
  private static final int ENTRY_LENGTH = 12;
  private static final int MINIMAL_LENGTH = 26;

  static ExifBlock read(byte[] bytes, int from) {
    try {
      ByteBuffer tiff = ByteBuffer.wrap(bytes, from, bytes.length - from).slice();
      tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
      tiff.position(tiff.getInt(4));
      int entries = Short.toUnsignedInt(tiff.getShort());
      int orientation = UPRIGHT;
      boolean hasLocation = false;
      for (int i = 0; i < entries; i++) {
        int at = tiff.position();
        int tag = Short.toUnsignedInt(tiff.getShort(at));
        hasLocation |= tag == LOCATION_TAG;
        orientation = tag == ORIENTATION_TAG ? tiff.getShort(at + 8) : orientation;
        tiff.position(at + ENTRY_LENGTH);
      }
      boolean known = orientation >= UPRIGHT && orientation <= LAST_ORIENTATION;
      return new ExifBlock(known ? orientation : UPRIGHT, hasLocation);
    } catch (IllegalArgumentException | IndexOutOfBoundsException | BufferUnderflowException e) {
      return new ExifBlock(UPRIGHT, true);
    }
  }

  /**
   * Replaces a block by one of the same length that has only the orientation.
   *
   * @return whether it fitted; otherwise the block is now all zeros
   */
  boolean putAlone(byte[] bytes, int from) {
    Arrays.fill(bytes, from, bytes.length, (byte) 0);
    if (orientation == UPRIGHT || bytes.length - from < MINIMAL_LENGTH) {
      return false;
    }
    ByteBuffer.wrap(bytes, from, MINIMAL_LENGTH)
        .put((byte) 'M')
        .put((byte) 'M')
        .putShort((short) 42)
        .putInt(8)
        .putShort((short) 1)
        .putShort((short) ORIENTATION_TAG)
        .putShort((short) 3)
        .putInt(1)
        .putShort((short) orientation);
    return true;
  }
}
