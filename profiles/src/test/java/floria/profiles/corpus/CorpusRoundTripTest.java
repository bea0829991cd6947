package floria.profiles.corpus;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import floria.profiles.Profiles;
import floria.tosca.Reading;
import floria.tosca.Tosca;
import floria.tosca.diff.Difference;
import floria.tosca.edit.EditRefused;
import floria.tosca.model.Topology;
import floria.tosca.problem.Problem;
import floria.tosca.source.Bundle;
import floria.tosca.source.Source;
import floria.tosca.source.Sources;
import floria.tosca.write.Canonical;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Reads, writes and reads again the valid templates of other projects. Their archive is looked for
 * in the folder {@code FLORIA_CORPUS}.
 */
@Tag("e2e")
class CorpusRoundTripTest {
    /** Of the templates that load, those that mean the same when they are read again. */
    private static final int LEAST = 379;

    @Test
    void whatIsWrittenMeansWhatWasRead() throws IOException {
        Path folder = Corpus.folder();
        Corpus corpus = Corpus.in(folder).orElse(null);
        if (corpus == null) {
            Assumptions.abort("not run: there is no TOSCA corpus in " + folder);
            return;
        }
        Bundle bundle = Bundle.of(corpus.files());
        Sources sources = bundle.or(new Profiles());
        List<String> broken = new ArrayList<>();
        int all = 0;
        for (Entry entry : corpus.entries()) {
            Source source = bundle.file(entry.path()).orElseThrow();
            Optional<Topology> topology =
                    entry.valid() && !entry.path().matches(".*\\.(csar|zip)")
                            ? Tosca.read(source, sources).topology()
                            : Optional.empty();
            if (topology.isPresent()) {
                all++;
                String wrong = wrong(source, topology.get(), sources);
                if (!wrong.isEmpty()) {
                    broken.add(entry.path() + wrong + "\n");
                }
            }
        }
        Path file = Path.of("target/round-trip.txt");
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, String.join("", broken));
        int held = all - broken.size();
        System.out.printf("%d of %d files mean the same in canonical form%n", held, all);

        assertThat(held).as("the others are listed in %s", file).isGreaterThanOrEqualTo(LEAST);
    }

    private static String wrong(Source source, Topology before, Sources sources) {
        String text;
        try {
            text = Canonical.text(source, sources).orElseThrow();
        } catch (EditRefused e) {
            return "\n    " + e.getMessage();
        }
        Reading reading =
                Tosca.read(
                        new Source(source.address(), text.getBytes(StandardCharsets.UTF_8)),
                        sources);
        if (reading.topology().isEmpty()) {
            return reading.problems().stream()
                    .filter(Problem::isError)
                    .findFirst()
                    .map(problem ->
                            "\n    %s [%s] %s"
                                    .formatted(
                                            problem.location(), problem.code(), problem.message()))
                    .orElse("");
        }
        return Difference.between(before, reading.topology().get()).stream()
                .filter(difference -> !difference.path().equals(List.of("version")))
                .filter(difference ->
                        !difference.path().getFirst().equals("metadata")
                                || difference.before().isPresent())
                .findFirst()
                .map(difference -> "\n    " + difference)
                .orElse("");
    }
}
