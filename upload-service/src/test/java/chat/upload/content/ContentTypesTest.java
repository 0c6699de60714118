package chat.upload.content;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

class ContentTypesTest {

  private final ContentTypes types = new ContentTypes(List.of("image/png", "audio/*"));

  @Test
  void the_content_says_what_it_is() {
    assertThat(of("\u0089PNG\r\n\u001a\n\0\0\0\rIHDR")).isEqualTo("image/png");
    assertThat(of("GIF89a\1\0\1\0")).isEqualTo("image/gif");
    assertThat(of("%PDF-1.7\n")).isEqualTo("application/pdf");
    assertThat(of("<!DOCTYPE html><html><script>alert(1)</script>")).isEqualTo("text/html");
    assertThat(of("<svg xmlns=\"http://www.w3.org/2000/svg\"><script>x</script></svg>"))
        .isEqualTo("image/svg+xml");
    assertThat(of("MZ\u0090\0\3\0\0\0\4\0\0\0")).isEqualTo("application/x-msdownload");
    assertThat(of("#!/bin/sh\nrm -rf /\n")).isEqualTo("application/x-sh");
    assertThat(types.of("hello, wörld\n".getBytes(UTF_8), 14)).isEqualTo("text/plain");
  }

  @Test
  void bytes_of_no_known_kind_are_just_bytes() {
    byte[] bytes = new byte[100_000];
    new Random(1).nextBytes(bytes);
    assertThat(types.of(bytes, bytes.length)).isEqualTo("application/octet-stream");
  }

  @Test
  void a_file_that_is_two_things_is_the_one_it_begins_as() {
    assertThat(of("GIF89a/*\0\0\0\0\0\0*/=1;<html><script>alert(1)</script></html>"))
        .isEqualTo("image/gif");
  }

  @Test
  void office_documents_are_told_from_other_zips_without_unpacking() throws IOException {
    assertThat(zip("[Content_Types].xml", "word/document.xml"))
        .endsWith("wordprocessingml.document");
    assertThat(zip("xl/workbook.xml")).endsWith("spreadsheetml.sheet");
    assertThat(zip("ppt/presentation.xml")).endsWith("presentationml.presentation");
    assertThat(zip("notes.txt")).isEqualTo("application/zip");
  }

  @Test
  void a_star_stands_for_all_that_begin_so() {
    assertThat(types.isAllowed("image/png")).isTrue();
    assertThat(types.isAllowed("audio/mpeg")).isTrue();
    assertThat(types.isAllowed("image/png2")).isFalse();
    assertThat(types.isAllowed("text/html")).isFalse();
  }

  @Test
  void only_what_runs_nothing_is_shown_in_place() {
    assertThat(List.of("image/png", "image/webp", "audio/mpeg", "video/mp4"))
        .allMatch(ContentTypes::isShown);
    assertThat(List.of("text/html", "image/svg+xml", "application/pdf", "text/plain"))
        .noneMatch(ContentTypes::isShown);
  }

  private String of(String bytes) {
    return types.of(bytes.getBytes(ISO_8859_1), bytes.length());
  }

  /** Each part would unpack to a megabyte of nothing. */
  private String zip(String... names) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (String name : names) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(new byte[1 << 20]);
      }
    }
    return types.of(bytes.toByteArray(), bytes.size());
  }
}
