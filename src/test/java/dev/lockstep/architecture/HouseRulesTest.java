package dev.lockstep.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodReference;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HouseRulesTest {
  private static final JavaClasses PRODUCT =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .withImportOption(new ImportOption.DoNotIncludeJars())
          .importPackages(Layers.ROOT);
  private static final Set<String> CLOCKS =
      Set.of(
          "Instant.now",
          "Clock.systemUTC",
          "Clock.systemDefaultZone",
          "System.nanoTime",
          "System.currentTimeMillis");

  @Test
  void thePackagesFormNoCycle() {
    ArchRule rule =
        slices()
            .matching(Layers.ROOT + ".(**)")
            .should()
            .beFreeOfCycles()
            .because(
                "a cycle is one package in two folders: move the shared type to the package that"
                    + " both may use (src/test/java/dev/lockstep/architecture/Layers.java), or make"
                    + " the lower one own a port that the upper one implements");
    rule.check(PRODUCT);
  }

  @Test
  void everyPackageUsesOnlyWhatTheLayerDiagramAllows() {
    classes()
        .should(followTheLayerDiagram())
        .because(
            "the diagram keeps the cores free of the edges: put the code where it may live, or put a"
                + " port into the lower package; a new arrow is a decision for Layers.java and"
                + " docs/adr")
        .check(PRODUCT);
  }

  @Test
  void everyPackageHasItsPlaceInTheLayerDiagram() {
    assertThat(PRODUCT.stream().map(c -> Layers.nameOf(c.getPackageName())).distinct())
        .as("a package that Layers.java does not know: give it a place there and in ADR 0001")
        .isSubsetOf(Layers.packages());
  }

  @Test
  void everyLibraryLivesInOnePackage() {
    classes()
        .should(keepLibrariesAtHome())
        .because(
            "a library in one package can be replaced, and its types cannot leak: call that package"
                + " through its port; for a new library add its one package to Libraries.java")
        .check(PRODUCT);
  }

  @Test
  void onlyTheCommandLineWritesToTheTerminalOrEndsTheProcess() {
    // The demo has a server that prints on its own; parsers that do are silenced.
    noClasses()
        .that()
        .resideOutsideOfPackages("..cli..", "..demo..")
        .and()
        .doNotHaveSimpleName("QuietParsers")
        .should()
        .accessTargetWhere(describe("the terminal or the process", HouseRulesTest::isTerminal))
        .because(
            "output must obey --output json, and exit codes are a contract: return a value or throw"
                + " LockstepException, log through SLF4J, and let dev.lockstep.cli print")
        .check(PRODUCT);
  }

  @Test
  void theCoresReadNoClock() {
    noClasses()
        .that(
            resideInAny(
                "problem",
                "change",
                "item",
                "mapping",
                "apply",
                "checkpoint",
                "flow",
                "yaml",
                "config"))
        .should()
        .accessTargetWhere(describe("the time of day", HouseRulesTest::isClock))
        .because(
            "a core that decides can then be driven by a simulator: take an Instant (or nanoseconds)"
                + " as an argument and let the edge that calls it read the clock, or take the clock"
                + " (System::nanoTime may be named as the one that is given by default)")
        .check(PRODUCT);
  }

  @Test
  void noStaticFieldHoldsState() {
    fields()
        .that()
        .areStatic()
        .should()
        .beFinal()
        .because(
            "two pipelines in one process must not meet in a static: make it a field of an object"
                + " that the composition root (dev.lockstep.daemon) creates")
        .check(PRODUCT);
  }

  @Test
  void theDiagramAllowsNoArrowBothWays() {
    for (String from : Layers.packages()) {
      for (String to : Layers.packages()) {
        assertThat(!from.equals(to) && Layers.allows(from, to) && Layers.allows(to, from))
            .as("%s and %s may use each other by Layers.java", from, to)
            .isFalse();
      }
    }
  }

  @Test
  void aLibraryAwayFromHomeIsAnOffence() {
    assertThat(isAtHome("software.amazon.awssdk.core", "dynamodb")).isTrue();
    assertThat(isAtHome("software.amazon.awssdk.core", "apply")).isFalse();
    assertThat(isAtHome("java.sql", "source.postgres")).isTrue();
    assertThat(isAtHome("java.sql", "mapping")).isFalse();
    assertThat(isAtHome("java.util", "mapping")).isTrue();
    assertThat(isAtHome("org.example.unheard.of", "mapping")).isFalse();
  }

  private static ArchCondition<JavaClass> followTheLayerDiagram() {
    return new ArchCondition<>("use only packages that the layer diagram allows") {
      @Override
      public void check(JavaClass from, ConditionEvents events) {
        String name = Layers.nameOf(from.getPackageName());
        for (Dependency uses : from.getDirectDependenciesFromSelf()) {
          String target = uses.getTargetClass().getBaseComponentType().getPackageName();
          if (target.startsWith(Layers.ROOT) && !Layers.allows(name, Layers.nameOf(target))) {
            events.add(SimpleConditionEvent.violated(uses, arrow(name, uses)));
          }
        }
      }
    };
  }

  private static String arrow(String name, Dependency uses) {
    return "%s (%s may use: %s)".formatted(uses.getDescription(), name, Layers.usesOf(name));
  }

  private static ArchCondition<JavaClass> keepLibrariesAtHome() {
    return new ArchCondition<>("use only libraries that live in its package") {
      @Override
      public void check(JavaClass from, ConditionEvents events) {
        String name = Layers.nameOf(from.getPackageName());
        for (Dependency uses : from.getDirectDependenciesFromSelf()) {
          String target = uses.getTargetClass().getBaseComponentType().getPackageName();
          if (!Libraries.isWithin(target, Layers.ROOT) && !isAtHome(target, name)) {
            events.add(SimpleConditionEvent.violated(uses, stranger(target, uses)));
          }
        }
      }
    };
  }

  private static String stranger(String target, Dependency uses) {
    return "%s (%s lives in: %s)"
        .formatted(
            uses.getDescription(),
            target,
            Libraries.homesOf(target).map(Set::toString).orElse("no package yet"));
  }

  private static boolean isAtHome(String library, String name) {
    return Libraries.isPlatform(library)
        || Libraries.homesOf(library).stream()
            .flatMap(Set::stream)
            .anyMatch(home -> Libraries.isWithin(name, home));
  }

  private static DescribedPredicate<JavaClass> resideInAny(String... names) {
    DescribedPredicate<JavaClass> any = DescribedPredicate.alwaysFalse();
    for (String name : names) {
      any = any.or(resideInAPackage(Layers.ROOT + "." + name + ".."));
    }
    return are(any.as("in a core"));
  }

  private static boolean isTerminal(JavaAccess<?> access) {
    return access.getTargetOwner().isEquivalentTo(System.class)
        && Set.of("out", "err", "in", "exit").contains(access.getName());
  }

  private static boolean isClock(JavaAccess<?> access) {
    return !(access instanceof JavaMethodReference)
        && CLOCKS.contains(access.getTargetOwner().getSimpleName() + "." + access.getName());
  }
}
