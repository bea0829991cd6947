package floria.site.containers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

import floria.site.Endpoint;
import floria.site.Fault;
import floria.site.Key;
import floria.site.Observed;
import floria.site.Observed.State;

/** Reads what an engine's list says of a container; one list answers for all of them. */
final class View {

    private static final Pattern EXITED = Pattern.compile("(?i)exited \\((-?\\d+)\\)");

    private final JsonMapper json;
    private final ContainerSettings settings;

    View(JsonMapper json, ContainerSettings settings) {
        this.json = json;
        this.settings = settings;
    }

    Observed container(Key key, JsonNode item) {
        State state = state(key, item);
        return new Observed(key, state, attributes(item), endpoints(item), fault(state, item));
    }

    /** A machine that ended was stopped; a container that failed will not become ready. */
    static State state(Key key, JsonNode item) {
        return switch (item.path("State").asString("")) {
            case "running" -> State.READY;
            case "created", "configured", "initialized", "restarting" -> State.PENDING;
            case "dead" -> State.FAILED;
            default ->
                    key.part() == Key.Part.CONTAINER && exitCode(item) != 0
                            ? State.FAILED
                            : State.STOPPED;
        };
    }

    private static int exitCode(JsonNode item) {
        Matcher matcher = EXITED.matcher(item.path("Status").asString(""));
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
    }

    private static Optional<Fault> fault(State state, JsonNode item) {
        if (state != State.FAILED) {
            return Optional.empty();
        }
        return Optional.of(
                Fault.of(
                        Fault.Kind.INVALID,
                        Fault.Scope.RESOURCE,
                        "The program of the container ended with code "
                                + exitCode(item)
                                + " (image "
                                + item.path("Image").asString("")
                                + ").",
                        "Look at its output: docker logs " + name(item)));
    }

    private static String name(JsonNode item) {
        String name = item.path("Names").path(0).asString("");
        return name.startsWith("/") ? name.substring(1) : name;
    }

    private Map<String, String> attributes(JsonNode item) {
        Map<String, String> attributes = new LinkedHashMap<>();
        String hostname = item.path("Labels").path(Tags.HOSTNAME).asString("");
        if (!hostname.isEmpty()) {
            attributes.put("hostname", hostname);
        }
        attributes.put("public_address", settings.publishOn());
        // Floria's own network comes first where there are several.
        item.path("NetworkSettings").path("Networks").properties().stream()
                .filter(network -> !network.getValue().path("IPAddress").asString("").isEmpty())
                .min(
                        java.util.Comparator.comparing(
                                network -> Key.parse(network.getKey()).isEmpty()))
                .ifPresent(network ->
                        attributes.put(
                                "private_address",
                                network.getValue().path("IPAddress").asString()));
        return attributes;
    }

    private List<Endpoint> endpoints(JsonNode item) {
        List<Endpoint> endpoints = new ArrayList<>();
        for (Map.Entry<String, JsonNode> named :
                named(item.path("Labels").path(Tags.PORTS).asString("")).properties()) {
            int inside = named.getValue().asInt();
            for (JsonNode port : item.path("Ports")) {
                if (port.path("PrivatePort").asInt() == inside
                        && port.path("PublicPort").asInt() > 0) {
                    endpoints.add(
                            new Endpoint(
                                    named.getKey(),
                                    "0.0.0.0",
                                    inside,
                                    reachedAt(settings.publishOn()),
                                    port.path("PublicPort").asInt()));
                    break;
                }
            }
        }
        return endpoints;
    }

    private static String reachedAt(String bound) {
        return bound.equals("0.0.0.0") ? "127.0.0.1" : bound;
    }

    private JsonNode named(String label) {
        try {
            return label.isEmpty() ? MissingNode.getInstance() : json.readTree(label);
        } catch (JacksonException _) {
            // Somebody else wrote that label.
            return MissingNode.getInstance();
        }
    }
}
