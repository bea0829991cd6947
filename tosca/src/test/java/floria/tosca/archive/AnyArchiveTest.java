package floria.tosca.archive;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import floria.tosca.source.Source;

import static org.assertj.core.api.Assertions.assertThat;

/** Damage of any kind ends in a problem or is harmless; nothing is thrown. */
class AnyArchiveTest {
    private static final Packed PACKED =
            new Packed()
                    .with("TOSCA.meta", "CSAR-Version: 2.0\nEntry-Definitions: a.yaml\n")
                    .with("a.yaml", "tosca_definitions_version: tosca_2_0\n")
                    .with("b/" + "c".repeat(200), "d".repeat(5_000));

    @Property(tries = 2_000)
    void survivesChangedBytes(
            @ForAll @IntRange(min = 0, max = 2) int kind,
            @ForAll @IntRange(min = 0, max = 20_000) int at,
            @ForAll byte value,
            @ForAll @IntRange(min = 0, max = 20_000) int second,
            @ForAll byte other) {
        byte[] archive =
                switch (kind) {
                    case 0 -> PACKED.zip();
                    case 1 -> PACKED.tar();
                    default -> PACKED.tarGz();
                };
        archive[at % archive.length] = value;
        archive[second % archive.length] = other;
        Source source = new Source("file:a.csar", archive);

        if (Archive.is(source)) {
            Archive opened = Archive.open(source);
            assertThat(opened.entry().isPresent() || !opened.problems().isEmpty()).isTrue();
        }
    }
}
