package floria.server.configuration;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

import org.snakeyaml.engine.v2.nodes.Node;

import floria.engine.market.SiteTerms;
import floria.engine.market.Terms;
import floria.placement.catalogue.Csv;
import floria.site.Offer;

/**
 * The file {@code sites.yaml} of a server's folder: sites by name, the preferred one first. Without
 * it there are two: the container engine of this machine, and the machine itself.
 *
 * <pre>{@code
 * sites:
 *   lab:
 *     kind: containers
 *     address: unix:///run/podman/podman.sock
 *     images: {"debian:12": "registry.example.org/debian:12"}
 *     pull: missing
 *     price: 0.02 EUR
 *   pool:
 *     kind: hosts
 *     hosts: [login, "gpu[01-16]"]
 *   hpc:
 *     kind: slurm
 *     login: login.example.org
 *     folder: /scratch/me/floria
 *   here:
 *     kind: local
 * }</pre>
 *
 * <p>What each kind knows stands with the {@link SiteKind}. Any site may have {@code country},
 * {@code region}, {@code certifications}, {@code projects} and {@code networks} (names with
 * commas), {@code agreements} ({@code ID: 2026-01-01/2027-01-01 PROJECT,…}), {@code quotas} ({@code
 * project physics gpus: 8}, of {@code site}, {@code group}, {@code project} or {@code user}) and
 * {@code calls_per_second}. Beside {@code sites} there may be {@code prices} (files of price lists,
 * with commas), {@code routes} ({@code prices} and {@code speeds}), {@code shares} (by project),
 * {@code groups} (projects with commas) and {@code rates} ({@code USD: 0.92 EUR}).
 */
public final class SitesFile {
    /** The file's name in the server's folder. */
    public static final String NAME = "sites.yaml";

    /** What may be said of a site of any kind. */
    private static final Map<String, Key> ANY =
            Map.of(
                    "kind",
                    Key.TEXT,
                    "country",
                    Key.TEXT,
                    "region",
                    Key.TEXT,
                    "certifications",
                    Key.TEXT,
                    "projects",
                    Key.TEXT,
                    "networks",
                    Key.matching(
                            "[A-Za-z0-9][A-Za-z0-9_.-]*(\\s*,\\s*[A-Za-z0-9][A-Za-z0-9_.-]*)*",
                            " is not names with commas"),
                    "agreements",
                    Key.entries(Conditions::agreements),
                    "quotas",
                    Key.entries(Conditions::limits),
                    SiteEntry.RATE,
                    Key.matching(
                            "\\d{0,3}[1-9]|[1-9]\\d{1,3}|0\\.\\d{0,2}[1-9]",
                            " is how many calls the site gets in a second at most, such as"
                                    + " 5 or 0.5"));

    private static final Set<String> TOP =
            Set.of("sites", "prices", "routes", "shares", "groups", "rates");
    private static final Pattern NAMES = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    private final Path folder;
    private final Path file;
    private final SitesYaml yaml;
    private final Map<String, SiteKind> kinds = new TreeMap<>();
    private final List<SiteEntry> entries = new ArrayList<>();
    private Map<String, Node> top = Map.of();
    private Optional<String> currency = Optional.empty();

    private SitesFile(Path folder, List<SiteKind> kinds) {
        this.folder = folder;
        this.file = folder.resolve(NAME);
        this.yaml = new SitesYaml(file);
        kinds.forEach(kind -> this.kinds.put(kind.name(), kind));
    }

    /** The mistakes of a file, all at once, each with its line. */
    public static final class Invalid extends RuntimeException {
        Invalid(List<String> mistakes) {
            super("the sites cannot be used:\n  " + String.join("\n  ", mistakes));
        }
    }

    /**
     * The file in {@code folder}, or what holds where there is none.
     *
     * @throws Invalid with all mistakes
     */
    public static SitesFile read(Path folder, List<SiteKind> kinds) {
        SitesFile read = new SitesFile(folder, kinds);
        if (Files.exists(read.file)) {
            read.read();
        } else {
            read.entries.add(new SiteEntry("containers", "containers", Map.of(), Map.of()));
            read.entries.add(new SiteEntry("local", "local", Map.of(), Map.of()));
        }
        return read;
    }

    /** The offers of public price lists in {@code folder}. */
    public static List<Offer> catalogue(Path folder, String files) {
        try {
            return new Conditions(folder).catalogue(files);
        } catch (Csv.Invalid | UncheckedIOException e) {
            throw new Invalid(List.of("catalogue " + files + ": " + e.getMessage()));
        }
    }

    /** The sites in their order. */
    public List<SiteEntry> entries() {
        return List.copyOf(entries);
    }

    /**
     * What it says of sites, prices, routes and shares.
     *
     * @throws Invalid where one of the files that it names cannot be used
     */
    public Terms terms() {
        Conditions conditions = new Conditions(folder);
        Map<String, SiteTerms> sites = new LinkedHashMap<>();
        try {
            Map<String, Set<String>> groups = Conditions.groups(topTexts("groups"));
            Map<String, Terms.Rate> rates = Conditions.rates(topTexts("rates"));
            entries.forEach(entry -> sites.put(entry.name(), Conditions.of(entry, groups)));
            Terms terms =
                    new Terms(
                            sites,
                            conditions.prices(
                                    top("prices").flatMap(node -> yaml.text(node, "prices"))),
                            conditions.routes(topTexts("routes"), rates),
                            Conditions.shares(topTexts("shares")),
                            rates);
            complain();
            return terms;
        } catch (Csv.Invalid | UncheckedIOException | IllegalArgumentException e) {
            throw new Invalid(List.of(file + ": " + e.getMessage()));
        }
    }

    private Optional<Node> top(String key) {
        return Optional.ofNullable(top.get(key));
    }

    private Map<String, String> topTexts(String key) {
        return top(key).map(node -> yaml.texts(node, key)).orElse(Map.of());
    }

    private void read() {
        yaml.load().ifPresent(all -> top = yaml.map(all, "the file"));
        top.forEach((key, value) -> {
            if (!TOP.contains(key)) {
                yaml.wrong(value, "there is a key " + key + " beside sites, which nothing reads");
            }
        });
        top("sites")
                .ifPresent(node ->
                        yaml.map(node, "sites")
                                .forEach(
                                        (name, body) -> entry(name, body).ifPresent(entries::add)));
        if (yaml.mistakes().isEmpty() && entries.isEmpty()) {
            yaml.wrong("it names no site under the key sites");
        }
        complain();
    }

    private void complain() {
        if (!yaml.mistakes().isEmpty()) {
            throw new Invalid(yaml.mistakes());
        }
    }

    private Optional<SiteEntry> entry(String name, Node body) {
        if (!NAMES.matcher(name).matches()) {
            yaml.wrong(
                    body,
                    "'"
                            + name
                            + "' is no name for a site (lower-case letters, digits and hyphens)");
        }
        Map<String, Node> settings = yaml.map(body, "site " + name);
        Optional<SiteKind> kind =
                Optional.ofNullable(settings.get("kind"))
                        .flatMap(node -> yaml.text(node, "kind"))
                        .flatMap(text -> Optional.ofNullable(kinds.get(text)));
        if (kind.isEmpty()) {
            yaml.wrong(
                    settings.getOrDefault("kind", body),
                    "site "
                            + name
                            + " has no kind that is known; the kinds are "
                            + String.join(", ", kinds.keySet()));
        }
        return kind.map(known -> entry(name, known, settings, body));
    }

    private SiteEntry entry(String name, SiteKind kind, Map<String, Node> settings, Node body) {
        Map<String, Key> keys = new TreeMap<>(ANY);
        keys.putAll(kind.keys());
        Map<String, String> texts = new LinkedHashMap<>();
        Map<String, Map<String, String>> maps = new LinkedHashMap<>();
        settings.forEach((key, value) -> {
            String what = key + " of site " + name;
            switch (keys.get(key)) {
                case null ->
                        yaml.wrong(
                                value,
                                "site "
                                        + name
                                        + " has a key "
                                        + key
                                        + ", which "
                                        + kind.name()
                                        + " does not know; it knows "
                                        + String.join(", ", keys.keySet()));
                case Key.Entries many -> {
                    Map<String, String> found = yaml.texts(value, what);
                    many.complaint()
                            .apply(found)
                            .ifPresent(complaint -> yaml.wrong(value, what + complaint));
                    maps.put(key, found);
                }
                case Key.Text one -> {
                    Optional<String> found =
                            one.orList() ? yaml.words(value, what) : yaml.text(value, what);
                    found.flatMap(one.complaint())
                            .ifPresentOrElse(
                                    complaint -> yaml.wrong(value, what + complaint),
                                    () -> {
                                        if (one.equals(Key.PRICE)) {
                                            found.ifPresent(price -> currency(price, value, what));
                                        }
                                    });
                    found.ifPresent(text -> texts.put(key, text));
                }
            }
        });
        kind.needed()
                .forEach((key, complaint) -> {
                    if (!texts.containsKey(key)) {
                        yaml.wrong(body, "site " + name + " " + complaint);
                    }
                });
        return new SiteEntry(name, kind.name(), texts, maps);
    }

    private void currency(String price, Node at, String what) {
        String found = SiteEntry.Price.parse(price).currency();
        if (!currency.orElse(found).equals(found)) {
            yaml.wrong(
                    at,
                    what
                            + " is in another currency than the one before; sites are compared by"
                            + " price, so write all in one currency");
        }
        currency = Optional.of(found);
    }
}
