package floria.server.configuration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

import floria.engine.market.SiteTerms;
import floria.engine.market.Terms;
import floria.placement.catalogue.Csv;
import floria.site.Offer;
import floria.site.containers.EngineAddress;
import floria.site.hosts.HostNames;

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
 *     sudo: "yes"
 *   here:
 *     kind: local
 * }</pre>
 *
 * <p>Any site may have {@code country}, {@code region}, {@code certifications} and {@code projects}
 * (names with commas), {@code agreements} ({@code ID: 2026-01-01/2027-01-01 PROJECT,…}) and {@code
 * quotas} ({@code project physics gpus: 8}, of {@code site}, {@code project} or {@code user}).
 * Beside {@code sites} there may be {@code prices} (files of price lists, with commas), {@code
 * routes} ({@code prices} and {@code speeds}) and {@code shares} (by project).
 */
public final class SitesFile {
    /** The file's name in the server's folder. */
    public static final String NAME = "sites.yaml";

    private static final Map<String, Set<String>> KEYS =
            Map.of(
                    "local", Set.of("kind"),
                    "containers", Set.of("kind", "address", "images", "pull", "price"),
                    "hosts",
                            Set.of(
                                    "kind",
                                    "hosts",
                                    "user",
                                    "identity",
                                    "configuration",
                                    "known_hosts",
                                    "trust",
                                    "folder",
                                    "users",
                                    "sudo",
                                    "share",
                                    "price"),
                    "slurm",
                            Set.of(
                                    "kind",
                                    "login",
                                    "user",
                                    "identity",
                                    "configuration",
                                    "known_hosts",
                                    "trust",
                                    "folder",
                                    "slurm_conf",
                                    "rest",
                                    "rest_user",
                                    "token_file",
                                    "account",
                                    "containers",
                                    "images",
                                    "system",
                                    "price"),
                    "simulated", Set.of("kind", "world", "catalogue"));

    /** What may be said of a site of any kind. */
    private static final Set<String> TERMS =
            Set.of("country", "region", "certifications", "projects", "agreements", "quotas");

    private static final Set<String> MAPS = Set.of("images", "agreements", "quotas");
    private static final Set<String> TOP = Set.of("sites", "prices", "routes", "shares");

    private static final Pattern NAMES = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern PRICE = Pattern.compile("(\\d+(?:\\.\\d+)?) ([A-Z]{3})");

    private static final List<Entry> STANDARD =
            List.of(
                    new Entry("containers", "containers", Map.of(), Map.of()),
                    new Entry("local", "local", Map.of(), Map.of()));

    private final Map<String, Node> top = new LinkedHashMap<>();

    private final Path file;
    private final List<String> mistakes = new ArrayList<>();
    private Optional<String> currency = Optional.empty();

    private SitesFile(Path file) {
        this.file = file;
    }

    /**
     * One site as it is written; every text in it has the form that its key asks for.
     *
     * @param maps what has texts under keys of its own, such as images by logical names
     */
    public record Entry(
            String name,
            String kind,
            Map<String, String> texts,
            Map<String, Map<String, String>> maps) {
        /** The site's images by logical names. */
        public Map<String, String> images() {
            return map("images");
        }

        Map<String, String> map(String key) {
            return maps.getOrDefault(key, Map.of());
        }

        /** The text under that key. */
        public Optional<String> text(String key) {
            return Optional.ofNullable(texts.get(key));
        }

        /** What one CPU costs for an hour. */
        public Optional<Price> price() {
            return text("price").map(SitesFile::price);
        }
    }

    /**
     * @param currency as ISO 4217 has it
     */
    public record Price(BigDecimal amount, String currency) {}

    /** The mistakes of a file, all at once, each with its line. */
    public static final class Invalid extends RuntimeException {
        Invalid(List<String> mistakes) {
            super("the sites cannot be used:\n  " + String.join("\n  ", mistakes));
        }
    }

    /** The sites that the file in {@code folder} names; those that there are without a file. */
    public static List<Entry> read(Path folder) {
        SitesFile file = new SitesFile(folder.resolve(NAME));
        return Files.exists(file.file) ? file.entries() : STANDARD;
    }

    /** What the file in {@code folder} says of sites, prices, routes and shares. */
    public static Terms terms(Path folder) {
        SitesFile file = new SitesFile(folder.resolve(NAME));
        if (!Files.exists(file.file)) {
            return Terms.NONE;
        }
        List<Entry> entries = file.entries();
        Conditions conditions = new Conditions(folder);
        Map<String, SiteTerms> sites = new LinkedHashMap<>();
        entries.forEach(entry -> sites.put(entry.name(), Conditions.of(entry)));
        try {
            return new Terms(
                    sites,
                    conditions.prices(file.topText("prices")),
                    conditions.routes(file.topMap("routes")),
                    Conditions.shares(file.topMap("shares")));
        } catch (Csv.Invalid | UncheckedIOException | IllegalArgumentException e) {
            throw new Invalid(List.of(file.file + ": " + e.getMessage()));
        }
    }

    /** The offers of public price lists in {@code folder}. */
    public static List<Offer> catalogue(Path folder, String files) {
        try {
            return new Conditions(folder).catalogue(files);
        } catch (Csv.Invalid | UncheckedIOException e) {
            throw new Invalid(List.of("catalogue " + files + ": " + e.getMessage()));
        }
    }

    private Optional<String> topText(String key) {
        return Optional.ofNullable(top.get(key)).flatMap(node -> text(node, key));
    }

    private Map<String, String> topMap(String key) {
        Map<String, String> texts = new LinkedHashMap<>();
        Optional.ofNullable(top.get(key))
                .ifPresent(node ->
                        map(node, key)
                                .forEach((name, value) ->
                                        text(value, name + " of " + key)
                                                .ifPresent(text -> texts.put(name, text))));
        return texts;
    }

    private List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        Optional<Node> sites = load().flatMap(this::sites);
        sites.ifPresent(node ->
                map(node, "sites")
                        .forEach((name, body) -> entry(name, body).ifPresent(entries::add)));
        if (mistakes.isEmpty() && entries.isEmpty()) {
            mistakes.add(file + ": it names no site under the key sites");
        }
        if (!mistakes.isEmpty()) {
            throw new Invalid(mistakes);
        }
        return entries;
    }

    private Optional<Node> load() {
        try (var reader = Files.newBufferedReader(file)) {
            return new Compose(LoadSettings.builder().setLabel(file.toString()).build())
                    .composeReader(reader);
        } catch (MarkedYamlEngineException e) {
            mistakes.add(
                    e.getProblemMark()
                                    .map(mark -> file + ":" + (mark.getLine() + 1))
                                    .orElse(file.toString())
                            + ": it is not YAML: "
                            + e.getProblem());
        } catch (YamlEngineException e) {
            mistakes.add(file + ": it is not YAML: " + e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
        return Optional.empty();
    }

    private Optional<Node> sites(Node all) {
        Map<String, Node> keys = map(all, "the file");
        keys.forEach((key, value) -> {
            if (!TOP.contains(key)) {
                wrong(value, "there is a key " + key + " beside sites, which nothing reads");
            }
        });
        top.putAll(keys);
        return Optional.ofNullable(keys.get("sites"));
    }

    private Optional<Entry> entry(String name, Node body) {
        if (!NAMES.matcher(name).matches()) {
            wrong(
                    body,
                    "'"
                            + name
                            + "' is no name for a site (lower-case letters, digits and hyphens)");
        }
        Map<String, Node> settings = map(body, "site " + name);
        Optional<String> kind =
                Optional.ofNullable(settings.get("kind")).flatMap(node -> text(node, "kind"));
        if (kind.filter(KEYS::containsKey).isEmpty()) {
            wrong(
                    settings.getOrDefault("kind", body),
                    "site "
                            + name
                            + " has no kind that is known; the kinds are "
                            + listed(KEYS.keySet()));
            return Optional.empty();
        }
        Set<String> known = new HashSet<>(KEYS.getOrDefault(kind.get(), Set.of()));
        known.addAll(TERMS);
        Map<String, String> texts = new LinkedHashMap<>();
        Map<String, Map<String, String>> maps = new LinkedHashMap<>();
        settings.forEach((key, value) -> {
            if (!known.contains(key)) {
                wrong(
                        value,
                        "site "
                                + name
                                + " has a key "
                                + key
                                + ", which "
                                + kind.get()
                                + " does not know; it knows "
                                + listed(known));
            } else if (MAPS.contains(key)) {
                Map<String, String> entries = new LinkedHashMap<>();
                map(value, key + " of site " + name)
                        .forEach((inner, one) ->
                                text(
                                                one,
                                                key.equals("images")
                                                        ? "the image for " + inner
                                                        : inner + " in " + key)
                                        .ifPresent(text -> entries.put(inner, text)));
                maps.put(key, entries);
                check(name, key, entries, value);
            } else {
                words(value, key, key + " of site " + name)
                        .ifPresent(text -> {
                            check(name, key, text, value);
                            texts.put(key, text);
                        });
            }
        });
        if (kind.get().equals("hosts") && !texts.containsKey("hosts")) {
            wrong(body, "site " + name + " names no hosts");
        }
        if (kind.get().equals("slurm") && !texts.containsKey("folder")) {
            wrong(body, "site " + name + " names no folder that its nodes share");
        }
        return Optional.of(new Entry(name, kind.get(), texts, maps));
    }

    private void check(String site, String key, Map<String, String> entries, Node at) {
        try {
            switch (key) {
                case "quotas" -> Conditions.limits(entries);
                case "agreements" -> Conditions.agreements(entries);
                default -> {}
            }
        } catch (IllegalArgumentException e) {
            wrong(at, key + " of site " + site + ": " + e.getMessage());
        }
    }

    private void check(String site, String key, String text, Node at) {
        switch (key) {
            case "address" -> {
                try {
                    EngineAddress.parse(text, Optional.empty());
                } catch (IllegalArgumentException e) {
                    wrong(at, "address of site " + site + ": " + e.getMessage());
                }
            }
            case "hosts" -> {
                try {
                    HostNames.parse(text);
                } catch (IllegalArgumentException e) {
                    wrong(at, "hosts of site " + site + ": " + e.getMessage());
                }
            }
            case "rest" -> {
                if (!text.matches("https?://[A-Za-z0-9.:\\[\\]_-]+(/[A-Za-z0-9._/-]*)?")) {
                    wrong(at, "rest of site " + site + " is not the address of a slurmrestd");
                }
            }
            case "containers" ->
                    oneOf(
                            site,
                            key,
                            text,
                            at,
                            "none",
                            "apptainer",
                            "pyxis",
                            "charliecloud",
                            "udocker");
            case "trust" -> oneOf(site, key, text, at, "known", "first-use");
            case "users" -> oneOf(site, key, text, at, "login", "own");
            case "sudo" -> oneOf(site, key, text, at, "no", "yes", "false", "true");
            case "share" -> oneOf(site, key, text, at, "parts", "whole");
            case "folder" -> {
                if (!text.matches("/[A-Za-z0-9_./-]+")) {
                    wrong(at, "folder of site " + site + " is not an absolute path");
                }
            }
            case "pull" -> {
                if (!Set.of("missing", "never").contains(text)) {
                    wrong(at, "pull of site " + site + " is neither missing nor never");
                }
            }
            case "price" -> {
                if (!PRICE.matcher(text).matches()) {
                    wrong(
                            at,
                            "price of site "
                                    + site
                                    + " is what one CPU costs for an hour, such as 0.02 EUR");
                } else if (!currency.orElse(price(text).currency())
                        .equals(price(text).currency())) {
                    wrong(
                            at,
                            "price of site "
                                    + site
                                    + " is in another currency than the one before; sites are"
                                    + " compared by price, so write all in one currency");
                } else {
                    currency = Optional.of(price(text).currency());
                }
            }
            default -> {}
        }
    }

    private void oneOf(String site, String key, String text, Node at, String... allowed) {
        if (!List.of(allowed).contains(text)) {
            wrong(at, key + " of site " + site + " is none of " + String.join(", ", allowed));
        }
    }

    private static Price price(String text) {
        Matcher matcher = PRICE.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(text);
        }
        return new Price(new BigDecimal(matcher.group(1)), matcher.group(2));
    }

    /** What stands under each key; nothing, and a mistake, where it is no map. */
    private Map<String, Node> map(Node node, String what) {
        Map<String, Node> map = new LinkedHashMap<>();
        Set<String> seen = new HashSet<>();
        if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                text(tuple.getKeyNode(), "a key of " + what)
                        .ifPresent(key -> {
                            if (!seen.add(key)) {
                                wrong(tuple.getKeyNode(), what + " has the key " + key + " twice");
                            }
                            map.put(key, tuple.getValueNode());
                        });
            }
        } else {
            wrong(node, what + " must be a map");
        }
        return map;
    }

    private Optional<String> text(Node node, String what) {
        if (node instanceof ScalarNode scalar && !scalar.getValue().isEmpty()) {
            return Optional.of(scalar.getValue());
        }
        wrong(node, what + " must be a text");
        return Optional.empty();
    }

    /** A text; for the hosts also a list of them, which becomes one text. */
    private Optional<String> words(Node node, String key, String what) {
        if (!key.equals("hosts") || !(node instanceof SequenceNode list)) {
            return text(node, what);
        }
        List<String> words = new ArrayList<>();
        list.getValue().forEach(item -> text(item, "each of " + what).ifPresent(words::add));
        return words.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", words));
    }

    private void wrong(Node at, String mistake) {
        String line = at.getStartMark().map(mark -> ":" + (mark.getLine() + 1)).orElse("");
        mistakes.add(file + line + ": " + mistake);
    }

    private static String listed(Set<String> names) {
        return String.join(", ", new TreeSet<>(names));
    }
}
