package chat.infra.devstack;

import chat.infra.layout.LayoutRules;
import chat.infra.layout.WordRules;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;

@AnalyzeClasses(
    packages = "chat.infra.devstack",
    importOptions = ImportOption.DoNotIncludeTests.class)
class LayoutTest {
  @ArchTest static final ArchTests EVERY_MODULE = ArchTests.in(LayoutRules.class);
  @ArchTest static final ArchTests WORDS = ArchTests.in(WordRules.class);
}
