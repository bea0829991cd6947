package floria.engine.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code docs/states.md} shows the tables. With the system property {@code floria.write} the page
 * is written anew.
 */
class StatePageTest {
    private static final Path PAGE = Path.of("../docs/states.md");

    @Test
    void thePageIsFresh() throws IOException {
        String page = page();
        if (Boolean.getBoolean("floria.write")) {
            Files.writeString(PAGE, page);
        }
        assertThat(PAGE)
                .as(
                        "write it anew: mvn test -pl engine -am -Dtest=StatePageTest -Dsurefire.failIfNoSpecifiedTests=false -Dfloria.write=true")
                .hasContent(page);
    }

    private static String page() {
        StringBuilder page =
                new StringBuilder(
                        """
                        # The states of things

                        Every change of state that there may be, with what causes it. The store refuses any other; to write the same state again is
                        no change. This page is drawn from the tables in `floria.engine.state.Machines`; `StateMachinesTest` takes every transition
                        of them.
                        """);
        Machines.ALL.forEach(machine -> draw(machine, page));
        return page.toString();
    }

    private static <S extends Enum<S>> void draw(Machine<S> machine, StringBuilder page) {
        page.append("\n## ").append(machine.name()).append("\n\n```mermaid\nstateDiagram-v2\n");
        page.append("    [*] --> ").append(word(machine.first())).append('\n');
        machine.transitions()
                .forEach(one ->
                        page.append("    ")
                                .append(word(one.from()))
                                .append(" --> ")
                                .append(word(one.to()))
                                .append('\n'));
        page.append("```\n\n| from | to | because |\n|---|---|---|\n");
        Map<String, TreeSet<S>> lines = new LinkedHashMap<>();
        machine.transitions()
                .forEach(one ->
                        lines.computeIfAbsent(
                                        word(one.to()) + " | " + one.cause(), _ -> new TreeSet<>())
                                .add(one.from()));
        lines.forEach((line, froms) ->
                page.append("| ")
                        .append(
                                froms.stream()
                                        .map(StatePageTest::word)
                                        .collect(Collectors.joining(", ")))
                        .append(" | ")
                        .append(line)
                        .append(" |\n"));
    }

    private static String word(Enum<?> state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
