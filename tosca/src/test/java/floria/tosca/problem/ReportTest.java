package floria.tosca.problem;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import floria.tosca.source.Source;

import static org.assertj.core.api.Assertions.assertThat;

class ReportTest {

    private final Source source =
            new Source("file:dir/a.yaml", "one\n  typ: x\n".getBytes(StandardCharsets.UTF_8));

    private Problem problem(String message) {
        return new Problem(
                "unknown-keyname",
                Severity.ERROR,
                message,
                new Location("file:dir/a.yaml", 2, 3, 2, 6),
                "one/typ",
                Optional.of("did you mean 'type'?"),
                List.of(
                        new Problem.Related(
                                new Location("profile:x.yaml", 7, 1, 7, 4), "declared here")));
    }

    @Test
    void showsTheLineWithACaretTheHintAndRelatedPlaces() {
        assertThat(new Report(List.of(source), false).render(problem("no keyname 'typ'")))
                .isEqualTo(
                        """
                        dir/a.yaml:2:3: error: no keyname 'typ' [unknown-keyname]
                            2 |   typ: x
                              |   ^^^
                            in one/typ
                            hint: did you mean 'type'?
                            profile:x.yaml:7:1: declared here
                        """);
    }

    @Test
    void colourIsOptionalAndControlCharactersAreNeverPassedOn() {
        String colourful = new Report(List.of(source), true).render(problem("x"));
        String plain = new Report(List.of(), false).render(problem("a\u001B[2Jb"));

        assertThat(colourful).contains("\u001B[1;31m");
        assertThat(plain).doesNotContain("\u001B").contains("a\uFFFD[2Jb");
    }
}
