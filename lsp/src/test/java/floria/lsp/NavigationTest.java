package floria.lsp;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionException;

import org.eclipse.lsp4j.DocumentSymbol;
import org.eclipse.lsp4j.Location;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.Range;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import floria.lsp.feature.View;
import floria.lsp.grammar.Grammar;
import floria.lsp.text.Text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class NavigationTest {
    private static final String TYPES =
            """
            tosca_definitions_version: tosca_simple_yaml_1_3
            node_types:
              my.nodes.Db:
                description: Keeps what must not be lost.
                derived_from: tosca.nodes.Root
                properties:
                  engine: { type: string, description: Which one., default: postgres }
            """;

    private static final String TEMPLATE =
            """
            tosca_definitions_version: tosca_simple_yaml_1_3
            imports: [ types.yaml, floria ]
            topology_template:
              inputs:
                engine: { type: string }
              node_templates:
                db:
                  type: my.nodes.Db
                  properties:
                    engine: { get_input: engine }
                app:
                  type: tosca.nodes.WebApplication
                  requirements:
                    - dependency: db
                    - host: floria
                notebook: { type: floria.nodes.JupyterNotebook }
              outputs:
                engine: { value: { get_property: [ db, engine ] } }
            """;

    @TempDir Path folder;
    private Editor editor;
    private String types;
    private String template;

    @BeforeEach
    void open() throws Exception {
        editor = Editor.here(folder.resolve("profiles"), folder);
        types = folder.resolve("types.yaml").toUri().toString();
        template = folder.resolve("template.yaml").toUri().toString();
        Files.writeString(folder.resolve("types.yaml"), TYPES);
        editor.open(template, TEMPLATE);
    }

    @AfterEach
    void close() throws Exception {
        editor.close();
    }

    /** Where a word begins in a text, the first time it comes after another. */
    private static Position of(String text, String after, String word) {
        return new Text(text).position(text.indexOf(word, text.indexOf(after)));
    }

    private static String word(String text, Range range) {
        Text lines = new Text(text);
        return text.substring(lines.offset(range.getStart()), lines.offset(range.getEnd()));
    }

    @Test
    void showsDocumentationAndDerivationOfATypeInAnImport() {
        assertThat(editor.hover(template, of(TEMPLATE, "type: my", "my.nodes")).orElseThrow())
                .contains(
                        "**node type** `my.nodes.Db`",
                        "Keeps what must not be lost.",
                        "`my.nodes.Db` → `tosca.nodes.Root`");
    }

    @Test
    void showsWhatAPropertyIs() {
        assertThat(editor.hover(template, of(TEMPLATE, "properties:", "engine")).orElseThrow())
                .contains("**property** `engine` of `string`", "Which one.", "default: `postgres`");
    }

    @Test
    void showsNothingWhereNothingIsNamed() {
        assertThat(editor.hover(template, new Position(0, 30))).isEmpty();
    }

    @Test
    void showsWhatKeynamesAndFunctionsMean() {
        assertThat(editor.hover(template, new Position(0, 0)).orElseThrow())
                .startsWith("**keyname** `tosca_definitions_version` of a file")
                .contains("Comes first.");
        assertThat(editor.hover(template, of(TEMPLATE, "app:", "requirements")).orElseThrow())
                .startsWith("**keyname** `requirements` of a node template")
                .contains("What a node needs of others");
        assertThat(editor.hover(template, of(TEMPLATE, "db:", "get_input")).orElseThrow())
                .startsWith("**function** `get_input`")
                .contains("The value of an input");
    }

    @Test
    void everyKeynameOfTypesAndNodesAndEveryFunctionHasAText() throws IOException {
        List<String> known;
        try (InputStream in = Objects.requireNonNull(View.class.getResourceAsStream("words.txt"))) {
            known =
                    new String(in.readAllBytes(), UTF_8)
                            .lines()
                            .map(line -> line.substring(0, line.indexOf(": ")))
                            .toList();
        }
        assertThat(known)
                .containsAll(Grammar.functions().stream().map(name -> "function " + name).toList())
                .containsAll(Grammar.part("file").keys().keySet())
                .containsAll(Grammar.part("node_type").keys().keySet())
                .containsAll(Grammar.part("node_template").keys().keySet());
    }

    @Test
    void goesToADeclarationInAnImport() {
        Location found =
                editor.definition(template, of(TEMPLATE, "type: my", "my.nodes")).getFirst();

        assertThat(found.getUri()).isEqualTo(types);
        assertThat(word(TYPES, found.getRange())).isEqualTo("my.nodes.Db");
    }

    @Test
    void goesToInputsNodesAndProperties() {
        for (String[] place :
                new String[][] {
                    {"get_input:", "engine", "inputs:"},
                    {"dependency:", "db", "node_templates:"},
                    {"get_property", "db", "node_templates:"}
                }) {
            Location found =
                    editor.definition(template, of(TEMPLATE, place[0], place[1])).getFirst();
            assertThat(found.getRange().getStart()).isEqualTo(of(TEMPLATE, place[2], place[1]));
        }
        Location property =
                editor.definition(template, of(TEMPLATE, "get_property", "engine")).getFirst();
        assertThat(property.getUri()).isEqualTo(types);
    }

    @Test
    void goesToTheFilesOfImports() {
        assertThat(editor.definition(template, of(TEMPLATE, "imports", "types.yaml")))
                .extracting(Location::getUri)
                .isEqualTo(List.of(types));
    }

    @Test
    void goesIntoBundledProfilesAndOnFromThere() throws Exception {
        Location found =
                editor.definition(template, of(TEMPLATE, "notebook:", "floria.nodes")).getFirst();
        Path file = Path.of(java.net.URI.create(found.getUri()));
        String text = Files.readString(file);

        assertThat(word(text, found.getRange())).isEqualTo("floria.nodes.JupyterNotebook");
        assertThat(Files.isWritable(file) && !"root".equals(System.getProperty("user.name")))
                .isFalse();

        editor.open(found.getUri(), text);
        Location parent =
                editor.definition(
                                found.getUri(),
                                of(text, "  floria.nodes.JupyterNotebook:", "floria.nodes.Service"))
                        .getFirst();
        assertThat(parent.getUri()).isEqualTo(found.getUri());
        assertThat(editor.references(found.getUri(), found.getRange().getStart()))
                .extracting(Location::getUri)
                .contains(template);
    }

    @Test
    void goesToTheTypesOfTheLanguage() throws Exception {
        Location found =
                editor.definition(template, of(TEMPLATE, "type: tosca", "tosca.nodes")).getFirst();

        String text = Files.readString(Path.of(java.net.URI.create(found.getUri())));
        assertThat(word(text, found.getRange())).isEqualTo("tosca.nodes.WebApplication");
    }

    @Test
    void findsAllThatNameANode() {
        assertThat(editor.references(template, of(TEMPLATE, "dependency:", "db")))
                .extracting(found -> found.getRange().getStart())
                .containsExactlyInAnyOrder(
                        of(TEMPLATE, "node_templates:", "db"),
                        of(TEMPLATE, "dependency:", "db"),
                        of(TEMPLATE, "get_property", "db"));
    }

    @Test
    void findsUsesOfATypeInFilesThatAreNotOpen() throws Exception {
        Files.writeString(folder.resolve("other.yaml"), TEMPLATE);
        editor.open(types, TYPES);

        assertThat(editor.references(types, of(TYPES, "node_types", "my.nodes")))
                .extracting(Location::getUri)
                .containsExactlyInAnyOrder(
                        types, template, folder.resolve("other.yaml").toUri().toString());
    }

    @Test
    void renamesANodeWhereverItIsNamed() {
        Map<String, String> fresh =
                editor.rename(template, of(TEMPLATE, "dependency:", "db"), "store");

        assertThat(fresh)
                .containsOnly(
                        Map.entry(
                                template,
                                TEMPLATE.replace("    db:", "    store:")
                                        .replace("dependency: db", "dependency: store")
                                        .replace("[ db,", "[ store,")));
    }

    @Test
    void renamesAnInputAndNotWhatIsNamedAlike() {
        Map<String, String> fresh =
                editor.rename(template, of(TEMPLATE, "inputs", "engine"), "which one");

        assertThat(fresh.get(template))
                .isEqualTo(
                        TEMPLATE.replace(
                                        "engine: { type: string }", "'which one': { type: string }")
                                .replace("get_input: engine", "get_input: 'which one'"));
    }

    @Test
    void renamesAPropertyInAllFilesAndNotWhatIsNamedAlike() {
        editor.open(types, TYPES);

        Map<String, String> fresh = editor.rename(template, of(TEMPLATE, "[ db", "engine"), "kind");

        assertThat(fresh)
                .containsOnly(
                        Map.entry(
                                template,
                                TEMPLATE.replace("engine: { get_input", "kind: { get_input")
                                        .replace("[ db, engine ]", "[ db, kind ]")),
                        Map.entry(types, TYPES.replace("engine:", "kind:")));
    }

    @Test
    void refusesToRenameAPropertyThatADerivedTypeDeclaresAnew() throws Exception {
        Files.writeString(
                folder.resolve("more.yaml"),
                """
                tosca_definitions_version: tosca_simple_yaml_1_3
                imports: [ types.yaml ]
                node_types:
                  my.nodes.Other: { derived_from: tosca.nodes.Root, properties: { kind: { type: string } } }
                  my.nodes.Big:
                    derived_from: my.nodes.Db
                    properties:
                      size: { type: integer }
                """);
        editor.open(types, TYPES);
        Position engine = of(TEMPLATE, "[ db", "engine");

        assertThat(editor.rename(template, engine, "kind")).hasSize(2);
        assertThatThrownBy(() -> editor.rename(template, engine, "size"))
                .hasMessageContaining("There is a property 'size' already.");

        Files.writeString(
                folder.resolve("more.yaml"),
                Files.readString(folder.resolve("more.yaml")).replace("size:", "engine:"));
        editor.save(template);
        assertThatThrownBy(() -> editor.rename(template, engine, "kind"))
                .hasMessageContaining("'engine' is declared anew in line 8 of more.yaml");
    }

    @Test
    void renamesATypeInAllFiles() {
        editor.open(types, TYPES);

        Map<String, String> fresh =
                editor.rename(template, of(TEMPLATE, "type: my", "my.nodes"), "my.nodes.Store");

        assertThat(fresh)
                .containsOnly(
                        Map.entry(template, TEMPLATE.replace("my.nodes.Db", "my.nodes.Store")),
                        Map.entry(types, TYPES.replace("my.nodes.Db", "my.nodes.Store")));
    }

    @Test
    void refusesNamesThatAreTakenAndThingsThatAreNotOurs() {
        assertThatThrownBy(() -> editor.rename(template, of(TEMPLATE, "app:", "app"), "db"))
                .isInstanceOf(CompletionException.class)
                .hasMessageContaining("There is a node template 'db' already.");
        assertThatThrownBy(() ->
                        editor.rename(
                                template, of(TEMPLATE, "type: tosca", "tosca.nodes"), "my.App"))
                .hasMessageContaining("Only what a template or an open type file declares");
    }

    @Test
    void outlinesWhatIsDeclared() {
        List<DocumentSymbol> symbols = editor.outline(template);

        assertThat(symbols)
                .extracting(DocumentSymbol::getName)
                .containsExactly("engine", "db", "app", "notebook", "engine");
        assertThat(symbols.get(1).getDetail()).isEqualTo("my.nodes.Db");
        assertThat(symbols.get(1).getRange().getEnd())
                .isEqualTo(new Text(TEMPLATE).position(TEMPLATE.indexOf("\n    app:")));
        editor.open(types, TYPES);
        assertThat(editor.outline(types).getFirst().getChildren())
                .extracting(DocumentSymbol::getName)
                .containsExactly("engine");
    }

    @Test
    void navigatesATextThatIsNotYamlAtTheMoment() {
        String broken = TEMPLATE.replace("outputs:", "outputs: { [ \"");
        editor.change(template, broken);

        assertThat(
                        editor.definition(template, of(broken, "dependency:", "db"))
                                .getFirst()
                                .getRange()
                                .getStart())
                .isEqualTo(of(broken, "node_templates:", "db"));
    }
}
