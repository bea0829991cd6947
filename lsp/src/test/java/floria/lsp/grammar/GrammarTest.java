package floria.lsp.grammar;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import floria.tosca.grammar.Version;
import floria.tosca.types.TypeKind;

import static org.assertj.core.api.Assertions.assertThat;

final class GrammarTest {

    @Test
    void allPartsAreThereThatTheTableNames() {
        Grammar.shapes().values().stream()
                .flatMap(shape -> shape.part().stream())
                .flatMap(part -> part.keys().values().stream())
                .forEach(GrammarTest::resolve);
    }

    private static void resolve(Shape shape) {
        assertThat(shape.part().isPresent()).isEqualTo(shape.construct().isPresent());
        shape.items().forEach(GrammarTest::resolve);
        shape.entries().map(Shape.Entries::value).ifPresent(GrammarTest::resolve);
    }

    @Test
    void keynamesOfTheTableAreThoseOfTheStandard() {
        // What the standard has no name for, and what only values look like.
        Set<String> own = Set.of("call", "constraint", "value");
        for (Shape shape : Grammar.shapes().values()) {
            Shape.Part part = shape.part().orElseThrow();
            Set<String> known =
                    Arrays.stream(Version.values())
                            .flatMap(version -> part.keynames(version).stream())
                            .collect(java.util.stream.Collectors.toSet());
            if (!own.contains(part.name())) {
                assertThat(known).as(part.name()).containsAll(part.keys().keySet());
            }
        }
    }

    @Test
    void everyKindOfTypeIsDeclaredDerivedAndNamed() {
        for (TypeKind kind : TypeKind.values()) {
            Shape.Part file = Grammar.part("file");
            Shape.Entries entries = file.key(kind.section()).entries().orElseThrow();
            assertThat(entries.declares()).isTrue();
            assertThat(entries.role()).isEqualTo(Role.of(kind));
            assertThat(entries.value().part().orElseThrow().key("derived_from").names())
                    .isEqualTo(Optional.of(Role.of(kind)));
        }
    }

    @Test
    void readsEachFormOfItsNotation() {
        Shape.Part part =
                Optional.ofNullable(
                                Table.read(
                                                """
                                                a
                                                  words   'x y'
                                                  list    [ @node | a ]
                                                  tuple   ( @entity @part ... )
                                                  map     { +input: a }
                                                  @node   a
                                                """)
                                        .get("a"))
                        .orElseThrow()
                        .part()
                        .orElseThrow();

        assertThat(part.key("words").words()).containsExactly("x", "y");
        assertThat(part.key("list").item(5).names()).contains(Role.NODE);
        assertThat(part.key("list").item(5).part()).contains(part);
        assertThat(
                        Stream.of(0, 1, 2)
                                .map(part.key("tuple")::item)
                                .map(item -> item.names().orElseThrow()))
                .containsExactly(Role.ENTITY, Role.PART, Role.PART);
        assertThat(part.key("map").entries().orElseThrow().declares()).isTrue();
        assertThat(part.others().orElseThrow().role()).isEqualTo(Role.NODE);
    }
}
