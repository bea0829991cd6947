package floria.tosca.edit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import floria.tosca.problem.Problems;
import floria.tosca.source.Source;
import floria.tosca.yaml.Limits;
import floria.tosca.yaml.Mapping;
import floria.tosca.yaml.Node;
import floria.tosca.yaml.YamlReader;

import static org.assertj.core.api.Assertions.assertThat;

/** The cases that the portal's composer passes too: it changes texts by the same edits. */
class GoldenTest {

    static Stream<Arguments> cases() {
        return Stream.of("edits.yaml", "operations.yaml")
                .flatMap(file -> items(read(file)))
                .map(one -> Arguments.of(Named.of(text(one, "name"), one)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void leavesTheSameText(Mapping one) {
        Draft draft = Draft.of(text(one, "document"));
        for (Mapping edit : items(one.get("edits").orElseThrow()).toList()) {
            draft = made(draft, edit);
        }

        assertThat(draft.text()).isEqualTo(text(one, "result"));
    }

    private static Draft made(Draft draft, Mapping edit) {
        String kind = edit.names().getFirst();
        List<String> place =
                ((Node.Sequence) edit.get(kind).orElseThrow())
                        .items().stream().map(item -> ((Node.Scalar) item).text()).toList();
        return switch (kind) {
            case "set" -> draft.set(place, edit.get("value").orElseThrow());
            case "remove" -> draft.remove(place);
            case "rename" -> draft.rename(place, text(edit, "key"));
            default -> throw new IllegalArgumentException(kind);
        };
    }

    private static Stream<Mapping> items(Node node) {
        return ((Node.Sequence) node).items().stream().map(Mapping.class::cast);
    }

    private static String text(Mapping mapping, String key) {
        return ((Node.Scalar) mapping.get(key).orElseThrow()).text();
    }

    private static Node read(String file) {
        try (InputStream in = GoldenTest.class.getResourceAsStream(file)) {
            Source source = new Source(file, in.readAllBytes());
            return new YamlReader(new Problems(), Limits.STANDARD).read(source).orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
