package chat.upload.content;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Tells office documents from other zip files by the names of their entries, without unpacking
 * anything, because an entry may be a zip bomb.
 */
final class OfficeDocument {

  private static final int LOCAL_HEADER = 30;
  private static final int NAME_LENGTH_AT = 26;
  private static final String OPEN_XML = "application/vnd.openxmlformats-officedocument.";

  private OfficeDocument() {}

  static Optional<String> typeOf(byte[] zip, int length) {
    for (int i = 0; i + LOCAL_HEADER <= length; i++) {
      if (zip[i] == 'P' && zip[i + 1] == 'K' && zip[i + 2] == 3 && zip[i + 3] == 4) {
        Optional<String> type = typeOfPart(nameAt(zip, i, length));
        if (type.isPresent()) {
          return type;
        }
      }
    }
    return Optional.empty();
  }

  private static String nameAt(byte[] zip, int header, int length) {
    int name = header + LOCAL_HEADER;
    int at = header + NAME_LENGTH_AT;
    int nameLength = (zip[at] & 0xff) | (zip[at + 1] & 0xff) << 8;
    return new String(zip, name, Math.min(nameLength, length - name), StandardCharsets.ISO_8859_1);
  }

  private static Optional<String> typeOfPart(String name) {
    return switch (name) {
      case "word/document.xml" -> Optional.of(OPEN_XML + "wordprocessingml.document");
      case "xl/workbook.xml" -> Optional.of(OPEN_XML + "spreadsheetml.sheet");
      case "ppt/presentation.xml" -> Optional.of(OPEN_XML + "presentationml.presentation");
      default -> Optional.empty();
    };
  }
}
