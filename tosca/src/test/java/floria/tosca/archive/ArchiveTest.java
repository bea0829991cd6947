package floria.tosca.archive;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import floria.tosca.Reading;
import floria.tosca.Tosca;
import floria.tosca.problem.Problem;
import floria.tosca.source.Bundle;
import floria.tosca.source.Source;
import floria.tosca.source.Sources;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class ArchiveTest {
    private static final String TEMPLATE =
            """
            tosca_definitions_version: tosca_simple_yaml_1_3
            metadata: { template_name: web, template_version: 1.0.0 }
            imports: [ ../types/server.yaml ]
            topology_template:
              node_templates:
                server: { type: example.Server }
            """;
    private static final String TYPES =
            """
            tosca_definitions_version: tosca_simple_yaml_1_3
            node_types:
              example.Server:
                derived_from: tosca.nodes.Root
                interfaces:
                  Standard: { operations: { create: create.sh } }
            """;
    private static final String META = "CSAR-Version: 1.1\nEntry-Definitions: main/web.yaml\n";
    private static final Sources NOTHING = (_, _) -> Optional.empty();

    private static Packed web() {
        return new Packed()
                .with("main/web.yaml", TEMPLATE)
                .with("types/server.yaml", TYPES)
                .with("types/create.sh", "true\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"main/web.yaml", "my web.yaml", "a \"b\".yaml"})
    void opensWhatWasPacked(String template) {
        Map<String, byte[]> files =
                Map.of(
                        template,
                        TEMPLATE.getBytes(UTF_8),
                        "types/create.sh",
                        "true\n".getBytes(UTF_8),
                        "TOSCA.meta",
                        "Entry-Definitions: other.yaml\n".getBytes(UTF_8));

        byte[] packed = Packing.zip(template, files);
        Archive archive = Archive.open(new Source("file:web.csar", packed));

        assertThat(archive.problems()).isEmpty();
        assertThat(archive.entry().map(Source::text)).contains(TEMPLATE);
        assertThat(archive.files())
                .containsOnlyKeys("TOSCA-Metadata/TOSCA.meta", template, "types/create.sh");
        assertThat(Packing.zip(template, files)).isEqualTo(packed);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("layouts")
    void readsEveryPublishedLayout(String layout, byte[] archive) {
        Reading reading = read(archive);

        assertThat(reading.problems()).as(layout).isEmpty();
        assertThat(reading.topology().orElseThrow().nodes()).containsKey("server");
    }

    static List<Arguments> layouts() {
        String two = "CSAR-Version: 2.0\nCreated-By: somebody\nEntry-Definitions: main/web.yaml\n";
        String alone = TEMPLATE.replace("../types", "types");
        Packed old = web().with("TOSCA-Metadata/TOSCA.meta", META);
        return List.of(
                arguments("zip with metadata in a folder", old.zip()),
                arguments("tar with metadata in a folder", old.tar()),
                arguments("tar.gz with metadata in a folder", old.tarGz()),
                arguments("zip with metadata at the root", web().with("TOSCA.meta", two).zip()),
                arguments(
                        "tar.gz with metadata at the root", web().with("TOSCA.meta", two).tarGz()),
                arguments(
                        "zip with one template at the root",
                        new Packed()
                                .with("web.yaml", alone)
                                .with("types/server.yaml", TYPES)
                                .with("types/create.sh", "true\n")
                                .zip()),
                arguments(
                        "tar whose names begin with a dot",
                        new Packed()
                                .with("./web.yaml", alone)
                                .with("./types/server.yaml", TYPES)
                                .with("./types/create.sh", "true\n")
                                .tar()));
    }

    @Test
    void checksTheFurtherTemplatesThatItNames() {
        Reading reading =
                read(
                        web().with(
                                        "TOSCA.meta",
                                        META
                                                + "Other-Definitions: \"more/a b.yaml\""
                                                + " more/c.yaml\n"
                                                + "  more/d.yaml\n")
                                .with("more/a b.yaml", TEMPLATE)
                                .with("more/c.yaml", TEMPLATE.replace("example.Server", "Nothing"))
                                .zip());

        assertThat(reading.problems())
                .extracting(Problem::code, problem -> problem.location().toString())
                .containsExactly(
                        tuple("file-not-found", "file:web.csar!/TOSCA.meta:4:3"),
                        tuple("unknown-type", "file:web.csar!/more/c.yaml:6:21"));
    }

    @Test
    void saysWhichFileIsNotInTheArchive() {
        Reading reading =
                read(web().with("TOSCA.meta", META.replace("web.yaml", "wob.yaml")).zip());

        assertThat(reading.problems())
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.message()).contains("main/wob.yaml");
                    assertThat(problem.hint()).contains("did you mean 'main/web.yaml'?");
                    assertThat(problem.location().toString())
                            .isEqualTo("file:web.csar!/TOSCA.meta:2:20");
                });
    }

    @ParameterizedTest
    @MethodSource
    void asksForTheNameOfTheTemplate(byte[] archive) {
        assertThat(read(archive).problems())
                .extracting(Problem::code)
                .containsExactly("missing-entry");
    }

    static List<byte[]> asksForTheNameOfTheTemplate() {
        return List.of(
                new Packed().zip(),
                web().with("a.yaml", TYPES).with("b.yaml", TYPES).tar(),
                web().with("TOSCA.meta", "CSAR-Version: 2.0\nEntry-Definition: a.yaml\n").zip(),
                new Packed()
                        .with("a.yaml", "tosca_definitions_version: tosca_simple_yaml_1_0\n")
                        .zip());
    }

    @Test
    void missesTheMetadataOfALoneTemplate() {
        Reading reading =
                read(
                        new Packed()
                                .with(
                                        "a.yaml",
                                        "tosca_definitions_version: tosca_simple_yaml_1_3\n")
                                .zip());

        assertThat(reading.hasErrors()).isFalse();
        assertThat(reading.problems())
                .extracting(Problem::code)
                .containsExactly("missing-metadata", "missing-metadata");
    }

    @Test
    void neverReachesAFileBesideTheArchive() {
        byte[] archive = web().with("TOSCA.meta", META.replace("main/", "../")).zip();
        byte[] reaching =
                new Packed()
                        .with("TOSCA.meta", META)
                        .with("main/web.yaml", TEMPLATE.replace("../types", "../../types"))
                        .zip();
        Sources beside =
                Bundle.of(
                        Map.of(
                                "web.yaml", TEMPLATE.getBytes(UTF_8),
                                "types/server.yaml", TYPES.getBytes(UTF_8)));

        assertThat(Tosca.read(new Source("file:web.csar", archive), beside).problems())
                .extracting(Problem::code)
                .containsExactly("file-not-found");
        assertThat(Tosca.read(new Source("file:web.csar", reaching), beside).problems())
                .extracting(Problem::code)
                .contains("import-not-found");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../evil.sh",
                "/etc/evil.sh",
                "a/../../evil.sh",
                "a\\..\\evil.sh",
                "C:evil.sh",
                "a//evil.sh",
                "a/./evil.sh",
                "a!/evil.sh",
                "evil\u0000.sh",
                "evil\n.sh",
            })
    void refusesNamesThatLeadOutOfTheArchive(String name) {
        Packed packed = web().with("TOSCA.meta", META).with(name, "true\n");

        assertThat(codes(packed.zip())).containsExactly("archive-path");
        // The format of tar ends a name at a null.
        if (name.indexOf('\0') < 0) {
            assertThat(codes(packed.tar())).containsExactly("archive-path");
            assertThat(codes(packed.tarGz())).containsExactly("archive-path");
        }
    }

    @Test
    void refusesLinksAndDevices() {
        Packed packed = web().with("TOSCA.meta", META).with("link", "/etc/passwd");

        assertThat(codes(packed.zip(Map.of("link", 0xA1FF)))).containsExactly("archive-link");
        assertThat(codes(packed.zip(Map.of("link", 0x21FF)))).containsExactly("archive-link");
        for (byte kind :
                List.of(
                        TarArchiveEntry.LF_SYMLINK,
                        TarArchiveEntry.LF_LINK,
                        TarArchiveEntry.LF_CHR,
                        TarArchiveEntry.LF_BLK,
                        TarArchiveEntry.LF_FIFO)) {
            assertThat(codes(packed.tar(Map.of("link", kind)))).containsExactly("archive-link");
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("limits")
    void refusesWhatIsTooLarge(String what, ArchiveLimits limits, String message) {
        Packed packed = web().with("TOSCA.meta", META).with("zeros", new byte[3 << 20]);

        for (Function<Packed, byte[]> pack :
                List.<Function<Packed, byte[]>>of(Packed::zip, Packed::tarGz)) {
            assertThat(
                            Archive.open(new Source("file:web.csar", pack.apply(packed)), limits)
                                    .problems())
                    .as(what)
                    .singleElement()
                    .satisfies(problem -> {
                        assertThat(problem.code()).isEqualTo("archive-too-large");
                        assertThat(problem.message()).contains(message);
                    });
        }
    }

    static List<Arguments> limits() {
        int many = 100 << 20;
        return List.of(
                arguments(
                        "entries",
                        new ArchiveLimits(many, 3, many, many, many),
                        "has more than the 3 entries"),
                arguments(
                        "a file",
                        new ArchiveLimits(many, 99, 1 << 20, many, many),
                        "has a file 'zeros' of more than 1 MB"),
                arguments(
                        "all files",
                        new ArchiveLimits(many, 99, many, 2 << 20, many),
                        "unpacks to more than 2 MB"),
                arguments(
                        "the ratio",
                        new ArchiveLimits(many, 99, many, many, 10),
                        "unpacks to more than 1 MB"),
                arguments(
                        "the archive",
                        new ArchiveLimits(100, 99, many, many, many),
                        "has more than the 0 MB"));
    }

    @Test
    void countsTheDirectoryOfAZipBeforeItIsRead() {
        Packed packed = new Packed();
        for (int i = 0; i <= ArchiveLimits.STANDARD.entries(); i++) {
            packed.with("f" + i, "");
        }

        assertThat(codes(packed.zip())).containsExactly("archive-too-large");
    }

    @Test
    void refusesALongNameThatUnpacksWithoutEnd() {
        assertThat(codes(Packed.gzip(Packed.tarWithNameOf(30 << 20)))).hasSize(1);
    }

    @Test
    void refusesDamagedArchives() {
        byte[] zip = web().with("TOSCA.meta", META).zip();
        byte[] cut = Arrays.copyOf(zip, zip.length / 2);
        byte[] encrypted = zip.clone();
        for (int i = 0; i + 4 < zip.length; i++) {
            if (zip[i] == 'P' && zip[i + 1] == 'K' && zip[i + 2] == 1 && zip[i + 3] == 2) {
                encrypted[i + 8] |= 1;
            }
        }

        assertThat(codes(cut)).containsExactly("unreadable-archive");
        assertThat(codes(encrypted)).containsExactly("unreadable-archive");
        assertThat(codes(new byte[] {0x1F, (byte) 0x8B, 8, 0, 1})).isNotEmpty();
    }

    @Test
    void refusesAFileThatIsThereTwice() {
        byte[] tar = web().with("TOSCA.meta", META).with("./types/create.sh", "false\n").tar();

        assertThat(codes(tar)).containsExactly("archive-path");
    }

    private static List<String> codes(byte[] archive) {
        return read(archive).problems().stream().map(Problem::code).toList();
    }

    private static Reading read(byte[] archive) {
        return Tosca.read(new Source("file:web.csar", archive), NOTHING);
    }
}
