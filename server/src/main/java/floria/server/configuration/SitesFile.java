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
                    "simulated", Set.of("kind", "world"));

    private static final Pattern NAMES = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern PRICE = Pattern.compile("(\\d+(?:\\.\\d+)?) ([A-Z]{3})");

    private static final List<Entry> STANDARD =
            List.of(
                    new Entry("containers", "containers", Map.of(), Map.of()),
                    new Entry("local", "local", Map.of(), Map.of()));

    private final Path file;
    private final List<String> mistakes = new ArrayList<>();
    private Optional<String> currency = Optional.empty();

    private SitesFile(Path file) {
        this.file = file;
    }

    /**
     * One site as it is written; every text in it has the form that its key asks for.
     *
     * @param images the site's images by logical names
     */
    public record Entry(
            String name, String kind, Map<String, String> texts, Map<String, String> images) {
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

    private Optional<Node> sites(Node top) {
        Map<String, Node> keys = map(top, "the file");
        keys.forEach((key, value) -> {
            if (!key.equals("sites")) {
                wrong(value, "there is a key " + key + " beside sites, which nothing reads");
            }
        });
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
        Set<String> known = KEYS.getOrDefault(kind.get(), Set.of());
        Map<String, String> texts = new LinkedHashMap<>();
        Map<String, String> images = new LinkedHashMap<>();
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
            } else if (key.equals("images")) {
                map(value, "images of site " + name)
                        .forEach((logical, image) ->
                                text(image, "the image for " + logical)
                                        .ifPresent(text -> images.put(logical, text)));
            } else {
                words(value, key, key + " of site " + name)
                        .ifPresent(text -> {
                            check(name, key, text, value);
                            texts.put(key, text);
                        });
            }
        });
        if (kind.get().equals("hosts") && !settings.containsKey("hosts")) {
            wrong(body, "site " + name + " names no hosts");
        }
        if (kind.get().equals("slurm") && !settings.containsKey("folder")) {
            wrong(body, "site " + name + " names no folder that its nodes share");
        }
        return Optional.of(new Entry(name, kind.get(), texts, images));
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
