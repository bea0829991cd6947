package floria.site.containers;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import floria.site.Key;
import floria.site.ResourceSpec;

/** The labels on everything that Floria makes on an engine; all that it needs to find it again. */
final class Tags {

    static final String INSTALLATION = "io.floria.installation";
    static final String KEY = "io.floria.key";
    static final String HOSTNAME = "io.floria.hostname";
    static final String PORTS = "io.floria.ports";
    static final String GPUS = "io.floria.gpus";
    static final String SPEC = "io.floria.spec";
    private static final String PROJECT = "io.floria.project";
    private static final String DEPLOYMENT = "io.floria.deployment";
    private static final String NODE = "io.floria.node";

    private Tags() {}

    /** Puts the labels of every resource into {@code labels}. */
    static ObjectNode write(ObjectNode labels, ResourceSpec spec) {
        return labels.put(INSTALLATION, spec.key().installation())
                .put(KEY, spec.key().toString())
                .put(PROJECT, spec.labels().project())
                .put(DEPLOYMENT, spec.labels().deployment())
                .put(NODE, spec.labels().node())
                .put(SPEC, digest(spec));
    }

    static Optional<Key> key(JsonNode labels) {
        return Key.parse(labels.path(KEY).asString(""))
                .filter(key -> key.installation().equals(labels.path(INSTALLATION).asString("")));
    }

    static ResourceSpec.Labels labels(JsonNode labels) {
        return new ResourceSpec.Labels(
                labels.path(PROJECT).asString(""),
                labels.path(DEPLOYMENT).asString(""),
                labels.path(NODE).asString(""));
    }

    /** The same for equal demands; says nothing about them. Labels and offer do not count. */
    static String digest(ResourceSpec spec) {
        List<Object> demand =
                switch (spec) {
                    case ResourceSpec.Machine m ->
                            List.of(
                                    m.hardware(),
                                    m.image(),
                                    m.hostname(),
                                    m.ports(),
                                    m.networks(),
                                    m.mounts());
                    case ResourceSpec.Container c ->
                            List.of(
                                    c.hardware(),
                                    c.image(),
                                    c.hostname(),
                                    c.command(),
                                    new TreeMap<>(c.environment()),
                                    c.ports(),
                                    c.networks(),
                                    c.mounts());
                    case ResourceSpec.Volume _ -> List.of("volume");
                    case ResourceSpec.Network _ -> List.of("network");
                };
        return hash(demand.toString(), 16);
    }

    /** A short name for a text, in hexadecimal digits. */
    static String hash(String text, int bytes) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
