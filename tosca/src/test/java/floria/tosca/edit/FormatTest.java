package floria.tosca.edit;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.StreamSupport;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;

import floria.tosca.source.Source;

import static org.assertj.core.api.Assertions.assertThat;

class FormatTest {

    @Test
    void indentsByTwoAndItemsBelowTheirKey() {
        assertThat(
                        format(
                                """
                                topology_template:
                                    node_templates:
                                        db:
                                            type:   Compute
                                            requirements:
                                            -   host: server
                                            -   link:
                                                    node: other
                                """))
                .isEqualTo(
                        """
                        topology_template:
                          node_templates:
                            db:
                              type: Compute
                              requirements:
                                - host: server
                                - link:
                                    node: other
                        """);
    }

    @Test
    void movesACommentWithTheLineBelowIt() {
        assertThat(
                        format(
                                """
                                # the file
                                a:
                                     # of b
                                     b: 1   # beside b
                                # of c
                                c: 2
                                # the end
                                """))
                .isEqualTo(
                        """
                        # the file
                        a:
                          # of b
                          b: 1   # beside b
                        # of c
                        c: 2
                        # the end
                        """);
    }

    @Test
    void keepsTextsOverSeveralLinesToTheLetter() {
        assertThat(
                        format(
                                """
                                a:
                                    literal: |
                                        one

                                          two   \s
                                        # no comment
                                    folded:   >-
                                        three
                                        four
                                    plain: five
                                        six
                                    quoted: "seven
                                        eight"
                                """))
                .isEqualTo(
                        """
                        a:
                          literal: |
                              one

                                two   \s
                              # no comment
                          folded: >-
                              three
                              four
                          plain: five
                              six
                          quoted: "seven
                              eight"
                        """);
    }

    @Test
    void leavesOneEmptyLineOfMany() {
        assertThat(format("\n\na: 1  \n\n\n\nb: 2\t\n\n\n")).isEqualTo("a: 1\n\nb: 2\n");
    }

    @Test
    void writesLineBreaksInOneWay() {
        assertThat(format("\uFEFFa:\r\n    b: 1\r\nc: 2")).isEqualTo("a:\n  b: 1\nc: 2\n");
    }

    @Test
    void leavesFlowsAndAnchorsAsTheyAre() {
        String text =
                """
                a: &here { b: [ 1, 2 ],
                           c: 3 }
                d:
                  <<: *here
                  e: !!str 4
                """;

        assertThat(format(text)).isEqualTo(text);
    }

    @Test
    void saysNothingOfWhatIsNotYaml() {
        assertThat(Format.format(new Source("file:x", bytes("a: [")))).isEmpty();
        assertThat(Format.format(new Source("file:x", bytes("a:\n\tb: 1")))).isEmpty();
    }

    @Test
    void canDoWithoutAnyContent() {
        assertThat(format("")).isEmpty();
        assertThat(format("# only this")).isEqualTo("# only this\n");
    }

    @Property(tries = 300)
    void changesNoMeaningAndIsDoneAfterOnce(@ForAll long seed) {
        String text = new Scribble(new Random(seed)).document();

        String once = format(text);

        assertThat(events(once)).as(text).isEqualTo(events(text));
        assertThat(format(once)).as(text).isEqualTo(once);
        assertThat(comments(once)).as(text).isEqualTo(comments(text));
    }

    private static List<String> comments(String text) {
        return text.lines()
                .filter(line -> line.contains("#"))
                .map(line -> line.substring(line.indexOf('#')))
                .toList();
    }

    private static String format(String text) {
        Optional<String> formatted = Format.format(new Source("file:x", bytes(text)));
        return formatted.orElseThrow();
    }

    private static List<String> events(String text) {
        return StreamSupport.stream(
                        new Parse(LoadSettings.builder().build()).parseString(text).spliterator(),
                        false)
                .map(Event::toString)
                .toList();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
