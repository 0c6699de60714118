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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentTypesTest {

  private final ContentTypes types = new ContentTypes(List.of("image/png", "audio/*"));

  @Test
  void the_type_is_found_from_the_content() {
    assertThat(of("\u0089PNG\r\n\u001a\n\0\0\0\rIHDR")).isEqualTo("image/png");
    assertThat(of("GIF89a\1\0\1\0")).isEqualTo("image/gif");
    assertThat(of("%PDF-1.7\n")).isEqualTo("application/pdf");
    assertThat(of("<!DOCTYPE html><html><script>alert(1)</script>")).isEqualTo("text/html");
    assertThat(of("<svg xmlns=\"http://www.w3.org/2000/svg\"><script>x</script></svg>"))
        .isEqualTo("image/svg+xml");
    assertThat(of("MZ\u0090\0\3\0\0\0\4\0\0\0")).isEqualTo("application/x-msdownload");
    assertThat(types.of("hello, wörld\n".getBytes(UTF_8), 14)).isEqualTo("text/plain");
  }

  /**
   * A detector takes them for troff, C, TeX, WebVTT, a certificate, KML, a shell script and more.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "'''\na quoted block\n'''\n",
        ".TH LS 1\n.SH NAME\nls\n",
        "#include <stdio.h>\nint main(void) { return 0; }\n",
        "\\documentclass{article}\n\\begin{document}x\\end{document}\n",
        "WEBVTT\n\n00:01.000 --> 00:02.000\nhi\n",
        "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n",
        "<?xml version=\"1.0\"?><kml xmlns=\"http://www.opengis.net/kml/2.2\"></kml>",
        "@article{x, title={y}}\n% This file was created with JabRef\n",
        "#!/bin/sh\nls\n",
        "#!/usr/bin/env python3\nprint(1)\n",
        "%!PS-Adobe-3.0\nshowpage\n",
        "From: a@b.example\nSubject: x\n\ny\n",
        "BEGIN:VCARD\nEND:VCARD\n",
        "diff --git a/x b/x\n",
        "\u001b[31mred\u001b[0m\n",
        "gr\u00fc\u00df dich\n",
        "-----BEGIN RSA PRIVATE KEY-----\nMIIB\n-----END RSA PRIVATE KEY-----\n",
        "-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----\n",
        "-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----\n",
        "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nx\n",
        "-----BEGIN PGP MESSAGE-----\n\nx\n",
        "-----BEGIN PGP SIGNATURE-----\n\nx\n",
        "-----BEGIN EC PARAMETERS-----\nBggq\n-----END EC PARAMETERS-----\n",
        "ssh-rsa AAAAB3 a@b\n",
        "<?xml version=\"1.0\"?><gpx xmlns=\"http://www.topografix.com/GPX/1/1\"></gpx>",
        "<?xml version=\"1.0\"?><rss version=\"2.0\"></rss>",
        "<?php echo 1;\n",
        "package main\nimport \"fmt\"\n",
        "*PPD-Adobe: x\n",
        "%!FontType1\n",
        "/* XPM */\nstatic char\n",
        "#define x_width 16\nstatic char x_bits[] = {\n",
        "BEGIN:VCALENDAR\nEND:VCALENDAR\n",
        "Relay-Version: x\n",
        "@prefix a: <b> .\n",
        "0\nSECTION\n2\nHEADER\n",
        "solid cube\nfacet normal 0 0 0\n",
        "\u0009a,b\n1,2\n",
        "[Desktop Entry]\nName=x\n",
        "[InternetShortcut]\nURL=https://a.example\n",
        "#EXTM3U\nx.mp3\n",
        "function a() {}\n",
        "d8:announce3:abce\n"
      })
  void text_of_any_kind_that_no_browser_runs_is_text_or_what_the_list_names(String text) {
    ContentTypes listed =
        new ContentTypes(List.of("text/plain", "message/rfc822", "text/x-vcard", "text/x-diff"));

    for (byte[] bytes : List.of(text.getBytes(UTF_8), text.getBytes(ISO_8859_1))) {
      assertThat(listed.isAllowed(listed.of(bytes, bytes.length))).as(text).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!DOCTYPE html><p>x",
        "  <html><body>",
        "<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
        "<?xml version=\"1.0\"?><html xmlns=\"http://www.w3.org/1999/xhtml\"></html>",
        "MZ\u0090\u0000\u0003\u0000\u0000\u0000\u0004",
        "\u007fELF\u0002\u0001\u0001\u0000\u0000"
      })
  void programs_and_types_that_browsers_run_do_not_count_as_text(String text) {
    ContentTypes listed = new ContentTypes(List.of("text/plain"));
    byte[] bytes = text.getBytes(ISO_8859_1);

    assertThat(listed.isAllowed(listed.of(bytes, bytes.length))).isFalse();
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

  /** Each part would unpack to a megabyte of zeros. */
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
