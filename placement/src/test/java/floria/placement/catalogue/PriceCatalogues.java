package floria.placement.catalogue;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.junit.jupiter.api.Assumptions;

import floria.placement.Candidate;
import floria.placement.data.RouteTable;
import floria.placement.data.Routes;
import floria.placement.hardware.GpuTable;
import floria.site.SiteDescription;

/** The price lists of three clouds in the folder {@code FLORIA_CORPUS}, where they are. */
public final class PriceCatalogues {
    private static final String FILE = "price-catalogs.tar.gz";

    private final Map<String, String> texts = new HashMap<>();

    private PriceCatalogues() {}

    /** Reads the archive; the test is not run where there is none. */
    public static PriceCatalogues read() throws IOException {
        Path archive =
                Optional.ofNullable(System.getenv("FLORIA_CORPUS"))
                        .map(Path::of)
                        .orElse(Path.of("../../shared/corpus"))
                        .resolve(FILE);
        if (!Files.isReadable(archive)) {
            Assumptions.abort("not run: there is no " + FILE + " in FLORIA_CORPUS");
        }
        PriceCatalogues read = new PriceCatalogues();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(archive));
                TarArchiveInputStream tar =
                        new TarArchiveInputStream(new GzipCompressorInputStream(in))) {
            for (TarArchiveEntry entry = tar.getNextEntry();
                    entry != null;
                    entry = tar.getNextEntry()) {
                String name = Path.of(entry.getName()).getFileName().toString();
                if (name.endsWith(".csv")) {
                    read.texts.put(name, new String(tar.readAllBytes(), StandardCharsets.UTF_8));
                }
            }
        }
        return read;
    }

    Csv table(String name) {
        return Csv.read(name, new StringReader(texts.getOrDefault(name, "")));
    }

    /** One site for each cloud. */
    public List<Candidate> clouds(GpuTable gpus) {
        return List.of("aws", "azure", "gcp").stream()
                .map(cloud ->
                        new Candidate(
                                new SiteDescription(
                                        cloud,
                                        "catalogue",
                                        cloud,
                                        true,
                                        Optional.empty(),
                                        Set.of()),
                                new PublicPrices(gpus, "USD").read(table(cloud + ".csv")).offers(),
                                Optional.empty()))
                .toList();
    }

    /** What it costs to carry data between their regions; {@code free} leaves the prices out. */
    public Routes routes(boolean free) {
        RouteTable table =
                new RouteTable(new Routes.Route(free ? BigDecimal.ZERO : new BigDecimal("0.12"), 4))
                        .speeds(table("inter-region-throughput-gbps.csv"));
        return free ? table : table.prices(table("inter-region-egress-usd-per-gb.csv"));
    }
}
