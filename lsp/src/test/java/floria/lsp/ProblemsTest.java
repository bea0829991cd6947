package floria.lsp;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.eclipse.lsp4j.CodeAction;
import org.eclipse.lsp4j.Diagnostic;
import org.eclipse.lsp4j.DiagnosticSeverity;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.TextEdit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import floria.lsp.text.Text;

import static org.assertj.core.api.Assertions.assertThat;

final class ProblemsTest {
    private static final String MISSPELT =
            """
            tosca_definitions_version: tosca_simple_yaml_1_3
            topology_template:
              node_templates:
                db: { type: tosca.nodes.Computer }
            """;

    @TempDir Path folder;
    private Editor editor;
    private String uri;

    @BeforeEach
    void open() throws Exception {
        editor = Editor.here(folder.resolve("profiles"), folder);
        uri = folder.resolve("template.yaml").toUri().toString();
    }

    @AfterEach
    void close() throws Exception {
        editor.close();
    }

    @Test
    void showsProblemsWithCodePlaceAndHint() throws Exception {
        editor.open(uri, MISSPELT);

        Diagnostic problem = editor.problems(uri, 1).getFirst();

        assertThat(problem.getCode().getLeft()).isEqualTo("unknown-type");
        assertThat(problem.getSeverity()).isEqualTo(DiagnosticSeverity.Error);
        assertThat(problem.getMessage().getLeft()).contains("did you mean 'tosca.nodes.Compute'?");
        assertThat(problem.getRange())
                .isEqualTo(new Range(new Position(3, 16), new Position(3, 36)));
    }

    @Test
    void mendsWhatTheHintSays() throws Exception {
        editor.open(uri, MISSPELT);

        CodeAction fix = editor.fixes(uri, editor.problems(uri, 1)).getFirst();

        List<TextEdit> edits = fix.getEdit().getChanges().getOrDefault(uri, List.of());
        String mended = Editor.applied(editor.text(uri), edits);
        assertThat(mended).isEqualTo(MISSPELT.replace("Computer", "Compute"));
        editor.change(uri, mended);
        assertThat(editor.problems(uri, 0)).isEmpty();
    }

    @Test
    void countsColumnsAsEditorsDo() throws Exception {
        String wide =
                MISSPELT.replace("db: {", "\"\uD83D\uDC18\": { description: \"\uD83D\uDC18\",");
        editor.open(uri, wide);

        Range range = editor.problems(uri, 1).getFirst().getRange();

        int column = wide.lines().toList().get(3).indexOf("tosca.nodes");
        assertThat(range.getStart()).isEqualTo(new Position(3, column));
        Editor.Marked completed =
                editor.change(uri, wide.replace("tosca.nodes.Computer", "tosca.nodes.Compu|"));
        TextEdit edit = editor.complete(uri, completed.cursor()).getFirst().getTextEdit().getLeft();
        assertThat(edit.getRange().getStart()).isEqualTo(new Position(3, column));
    }

    @Test
    void namesTheDefinitionThatIsViolated() throws Exception {
        editor.open(
                uri,
                """
                tosca_definitions_version: tosca_simple_yaml_1_3
                node_types:
                  my.Db:
                    properties:
                      port: { type: integer, constraints: [ { in_range: [ 1, 10 ] } ] }
                topology_template:
                  node_templates:
                    db: { type: my.Db, properties: { port: 11 } }
                """);

        Diagnostic problem = editor.problems(uri, 1).getFirst();

        assertThat(problem.getRelatedInformation())
                .extracting(related -> related.getLocation().getUri())
                .contains(uri);
    }

    @Test
    void checksImportersWhenWhatTheyImportChanges() throws Exception {
        String types = folder.resolve("types.yaml").toUri().toString();
        String declared =
                """
                tosca_definitions_version: tosca_simple_yaml_1_3
                node_types:
                  my.Db: { derived_from: tosca.nodes.Root }
                """;
        editor.open(types, declared);
        editor.open(
                uri,
                """
                tosca_definitions_version: tosca_simple_yaml_1_3
                imports: [ types.yaml ]
                topology_template:
                  node_templates:
                    db: { type: my.Db }
                """);
        assertThat(editor.nextProblems(uri)).isEmpty();

        editor.change(types, declared.replace("my.Db", "my.Store"));
        assertThat(editor.problems(uri, 1).getFirst().getCode().getLeft())
                .isEqualTo("unknown-type");

        editor.change(types, declared.replace("tosca.nodes.Root", "tosca.nodes.Rot"));
        Diagnostic atImport =
                editor.problems(uri, 1).stream()
                        .filter(each -> each.getRange().getStart().getLine() == 1)
                        .findFirst()
                        .orElseThrow();
        assertThat(atImport.getMessage().getLeft()).contains("in what is imported here");
    }

    @Test
    void twoFilesMayImportEachOther() throws Exception {
        String other = folder.resolve("other.yaml").toUri().toString();
        String text =
                """
                tosca_definitions_version: tosca_simple_yaml_1_3
                imports: [ %s ]
                node_types:
                  my.%s: { derived_from: tosca.nodes.Root }
                """;
        editor.open(other, text.formatted("template.yaml", "B"));
        editor.open(uri, text.formatted("other.yaml", "A"));

        assertThat(editor.problems(uri, 1).getFirst().getCode().getLeft())
                .isEqualTo("import-cycle");
        Editor.Marked typed =
                editor.change(
                        uri, text.formatted("other.yaml", "A").replace("tosca.nodes.Root", "my.|"));
        assertThat(editor.labels(uri, typed.cursor())).contains("my.A", "my.B");
    }

    @Test
    void leavesOtherYamlAlone() throws Exception {
        String compose = "services:\n  db: { image: postgres }\n";
        editor.open(uri, compose);
        assertThat(editor.nextProblems(uri)).isEmpty();
        assertThat(editor.labels(uri, new Position(1, 2))).isEmpty();
        assertThat(editor.outline(uri)).isEmpty();
        assertThat(editor.format(uri)).isEmpty();
        assertThat(editor.hover(uri, new Position(1, 2))).isEmpty();
    }

    @Test
    void takesAFileForATemplateWhenTheEditorSaysSo() throws Exception {
        editor.open(uri, "services: {}\n", "tosca");
        assertThat(editor.problems(uri, 1).getFirst().getCode().getLeft())
                .isEqualTo("missing-version");
    }

    @Test
    void survivesAnythingThatIsTyped() throws Exception {
        editor.open(uri, "");
        String text =
                MISSPELT
                        + "  # \u00e9 \t- ? : [ { } ] , & * ! | > ' \" % @ `\n"
                        + "  outputs: { a: { value: [ *x, &y 1, !!str 2 ] } }\n---\n...\n";
        Position at = new Position(0, 0);
        for (int i = 0; i < text.length(); i++) {
            editor.type(uri, at, text.substring(i, i + 1));
            at = editor.text(uri).position(i + 1);
            if (i % 7 == 0) {
                editor.complete(uri, at);
                editor.hover(uri, at);
                editor.outline(uri);
            }
        }
        assertThat(editor.text(uri).content()).isEqualTo(text);
        assertThat(editor.outline(uri)).isNotEmpty();
    }

    @Test
    void answersInAFileOfTenThousandNodes() throws Exception {
        String nodes =
                IntStream.range(0, 10_000)
                        .mapToObj(i ->
                                """
                                    n%d:
                                      type: tosca.nodes.SoftwareComponent
                                      properties: { component_version: { get_input: version } }
                                      requirements: [ { dependency: n%d } ]
                                """
                                        .formatted(i, Math.max(0, i - 1)))
                        .collect(Collectors.joining());
        String text =
                """
                tosca_definitions_version: tosca_simple_yaml_1_3
                topology_template:
                  inputs:
                    version: { type: version }
                  node_templates:
                """
                        + nodes;
        editor.open(uri, text);
        Position end = editor.text(uri).position(text.length());
        editor.type(uri, end, "    last:\n      type: tosca.nodes.Co");
        Position typed = editor.text(uri).position(editor.text(uri).length());

        assertThat(editor.labels(uri, typed)).contains("tosca.nodes.Compute");
        assertThat(editor.definition(uri, new Position(7, 53))).hasSize(1);
        assertThat(editor.outline(uri)).hasSize(10_002);
    }

    @Test
    void putsInAPropertyThatIsRequired() throws Exception {
        String lacking =
                """
                tosca_definitions_version: tosca_simple_yaml_1_3
                node_types:
                  my.Db:
                    derived_from: tosca.nodes.Root
                    properties: { port: { type: integer }, engine: { type: string } }
                topology_template:
                  node_templates:
                    # the store
                    db:
                      type: my.Db
                      properties:
                        engine: postgres
                """;
        editor.open(uri, lacking);

        assertThat(mended()).isEqualTo(lacking + "        port: 0\n");
        assertThat(editor.problems(uri, 0)).isEmpty();
    }

    @Test
    void mendsAKeynameThatIsMisspelt() throws Exception {
        String misspelt =
                MISSPELT.replace("{ type: tosca.nodes.Computer }", "{ tpe: tosca.nodes.Compute }");
        editor.open(uri, misspelt);
        Diagnostic unknown =
                editor.problems(uri, 2).stream()
                        .filter(each -> each.getCode().getLeft().equals("unknown-keyname"))
                        .findFirst()
                        .orElseThrow();

        assertThat(mended(unknown)).isEqualTo(misspelt.replace("tpe:", "type:"));
    }

    @Test
    void writesWhatIsToleratedInItsExactForm() throws Exception {
        String tolerated = MISSPELT.replace("tosca.nodes.Computer", "Compute");
        editor.open(uri, tolerated);
        assertThat(mended()).isEqualTo(tolerated.replace("Compute", "tosca.nodes.Compute"));
        assertThat(editor.problems(uri, 0)).isEmpty();
    }

    @Test
    void quotesWhatIsToBeText() throws Exception {
        String number =
                """
                tosca_definitions_version: tosca_simple_yaml_1_3
                node_types:
                  my.Db:
                    derived_from: tosca.nodes.Root
                    properties: { release: { type: string }, port: { type: integer } }
                topology_template:
                  node_templates:
                    db: { type: my.Db, properties: { release: 16.04, port: "80" } }
                """;
        editor.open(uri, number);

        String text = number;
        for (Diagnostic problem : editor.problems(uri, 2)) {
            text = mended(problem).equals(number) ? text : applied(problem, text);
        }
        assertThat(text).isEqualTo(number.replace("16.04", "'16.04'").replace("\"80\"", "80"));
    }

    private String applied(Diagnostic problem, String text) {
        List<TextEdit> edits =
                editor.fixes(uri, List.of(problem))
                        .getFirst()
                        .getEdit()
                        .getChanges()
                        .getOrDefault(uri, List.of());
        Text lines = editor.text(uri);
        String old = lines.content();
        String from =
                old.substring(
                        lines.offset(edits.getFirst().getRange().getStart()),
                        lines.offset(edits.getFirst().getRange().getEnd()));
        return text.replace(from, edits.getFirst().getNewText());
    }

    private String mended(Diagnostic problem) {
        List<TextEdit> edits =
                editor.fixes(uri, List.of(problem))
                        .getFirst()
                        .getEdit()
                        .getChanges()
                        .getOrDefault(uri, List.of());
        return Editor.applied(editor.text(uri), edits);
    }

    /** The text after the first fix of the only problem, which the editor then has. */
    private String mended() throws InterruptedException {
        String fresh = mended(editor.problems(uri, 1).getFirst());
        editor.change(uri, fresh);
        return fresh;
    }

    @Test
    void formatsAStretchAlone() throws Exception {
        String odd =
                """
                tosca_definitions_version:   tosca_simple_yaml_1_3
                node_types:
                    my.Db:
                        derived_from: tosca.nodes.Root
                topology_template:
                    node_templates:
                        db:   { type:   my.Db }
                """;
        editor.open(uri, odd);

        String first = Editor.applied(editor.text(uri), editor.format(uri, lines(0, 1)));
        String section = Editor.applied(editor.text(uri), editor.format(uri, lines(3, 4)));

        assertThat(first).isEqualTo(odd.replace("version:   ", "version: "));
        assertThat(section)
                .isEqualTo(
                        odd.replace("    my.Db:\n", "  my.Db:\n")
                                .replace("        derived", "    derived"));
    }

    private static Range lines(int from, int to) {
        return new Range(new Position(from, 0), new Position(to, 0));
    }

    @Test
    void formatsWithFewEditsAndKeepsComments() throws Exception {
        String odd =
                """
                tosca_definitions_version:   tosca_simple_yaml_1_3
                # why


                topology_template:
                    node_templates:
                        db:   # the store
                            type: tosca.nodes.Compute   \s
                """;
        editor.open(uri, odd);

        List<? extends TextEdit> edits = editor.format(uri);
        String formatted = Editor.applied(editor.text(uri), edits);

        assertThat(formatted)
                .isEqualTo(
                        """
                        tosca_definitions_version: tosca_simple_yaml_1_3
                        # why

                        topology_template:
                          node_templates:
                            db:   # the store
                              type: tosca.nodes.Compute
                        """);
        assertThat(edits)
                .allSatisfy(edit ->
                        assertThat(
                                        edit.getRange().getEnd().getLine()
                                                - edit.getRange().getStart().getLine())
                                .isLessThan(2));
        editor.change(uri, formatted);
        assertThat(editor.format(uri)).isEmpty();
    }

    @Test
    void forgetsWhatIsClosed() throws Exception {
        editor.open(uri, MISSPELT);
        editor.problems(uri, 1);
        editor.close(uri);
        assertThat(editor.problems(uri, 0)).isEmpty();
        Files.writeString(folder.resolve("template.yaml"), MISSPELT);
        assertThat(editor.hover(uri, new Position(3, 20))).isEmpty();
    }
}
