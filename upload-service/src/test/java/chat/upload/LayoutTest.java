package chat.upload;

import chat.infra.layout.LayoutRules;
import chat.infra.layout.WordRules;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;

@AnalyzeClasses(packages = "chat.upload", importOptions = DoNotIncludeTests.class)
class LayoutTest {

  @ArchTest static final ArchTests EVERYWHERE = ArchTests.in(LayoutRules.class);
  @ArchTest static final ArchTests WORDS = ArchTests.in(WordRules.class);
}
