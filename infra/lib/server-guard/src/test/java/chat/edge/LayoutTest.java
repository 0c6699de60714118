package chat.edge;

import chat.infra.layout.LayoutRules;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;

@AnalyzeClasses(packages = "chat.edge", importOptions = ImportOption.DoNotIncludeTests.class)
class LayoutTest {

  @ArchTest static final ArchTests RULES = ArchTests.in(LayoutRules.class);
}
