package floria.profiles.corpus;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The archive of templates with known outcomes, unpacked in memory.
 *
 * @param files by path within the archive
 */
record Corpus(Map<String, byte[]> files, List<Entry> entries) {
    private static final String ARCHIVE = "tosca-corpus.tar.gz";

    /** Where the archive is looked for: {@code FLORIA_CORPUS}, or beside the repository. */
    static Path folder() {
        return Optional.ofNullable(System.getenv("FLORIA_CORPUS"))
                .map(Path::of)
                .orElse(Path.of("../../shared/corpus"));
    }

    /** The archive of that folder; empty if there is none. */
    static Optional<Corpus> in(Path folder) throws IOException {
        Path archive = folder.resolve(ARCHIVE);
        if (!Files.isRegularFile(archive)) {
            return Optional.empty();
        }
        Map<String, byte[]> files = new TreeMap<>();
        try (TarArchiveInputStream in =
                new TarArchiveInputStream(
                        new GZIPInputStream(
                                new BufferedInputStream(Files.newInputStream(archive))))) {
            for (TarArchiveEntry entry = in.getNextEntry();
                    entry != null;
                    entry = in.getNextEntry()) {
                if (entry.isFile()) {
                    String name = entry.getName();
                    files.put(name.startsWith("./") ? name.substring(2) : name, in.readAllBytes());
                }
            }
        }
        List<Entry> entries = new ArrayList<>();
        for (List<String> row : rows(files, "tosca/MANIFEST.tsv")) {
            String[] parts = row.getFirst().split("/");
            entries.add(
                    new Entry(
                            "tosca/" + row.getFirst(),
                            parts[1],
                            row.get(2),
                            row.get(1).equals("valid"),
                            row.get(3),
                            row.get(4)));
        }
        for (List<String> row : rows(files, "indigo/MANIFEST.tsv")) {
            entries.add(
                    new Entry(
                            "indigo/" + row.getFirst(),
                            "indigo " + row.get(1),
                            row.get(3),
                            row.get(2).equals("valid"),
                            "",
                            row.get(4)));
        }
        return Optional.of(new Corpus(files, entries));
    }

    /** The lines of a table with tabs, without its heading, each of five cells. */
    private static List<List<String>> rows(Map<String, byte[]> files, String path) {
        String text = new String(Optional.ofNullable(files.get(path)).orElseThrow(), UTF_8);
        return text.lines()
                .skip(1)
                .filter(line -> !line.isBlank())
                .map(line -> List.of(line.split("\t", -1)))
                .toList();
    }
}
