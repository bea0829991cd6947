package floria.cli.verb;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import floria.cli.api.Json;
import floria.cli.template.Checked;
import floria.tosca.problem.Codes;
import floria.tosca.problem.Folded;
import floria.tosca.problem.Location;
import floria.tosca.problem.Problem;

/** Problems in the format that code hosts and editors read (SARIF 2.1.0). */
final class Sarif {
    private static final String SCHEMA =
            "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

    private Sarif() {}

    /** One run over all files. */
    static ObjectNode of(List<Checked> files) {
        ObjectNode log = Json.object().put("$schema", SCHEMA).put("version", "2.1.0");
        ObjectNode run = log.putArray("runs").addObject();
        ObjectNode driver = run.putObject("tool").putObject("driver").put("name", "Floria");
        Optional.ofNullable(Sarif.class.getPackage().getImplementationVersion())
                .ifPresent(version -> driver.put("version", version));
        ArrayNode rules = driver.putArray("rules");
        Set<String> codes = new LinkedHashSet<>();
        Codes meanings = Codes.read();
        run.put("columnKind", "unicodeCodePoints");
        ArrayNode results = run.putArray("results");
        for (Checked file : files) {
            // Those who read this mend what is marked; the rest goes with it, or comes up then.
            for (Problem problem : Folded.of(file.problems()).problems()) {
                if (codes.add(problem.code())) {
                    ObjectNode rule = rules.addObject().put("id", problem.code());
                    meanings.meaning(problem.code())
                            .ifPresent(meaning ->
                                    rule.putObject("shortDescription").put("text", meaning));
                }
                results.add(result(problem));
            }
        }
        return log;
    }

    private static ObjectNode result(Problem problem) {
        ObjectNode result =
                Json.object()
                        .put("ruleId", problem.code())
                        .put("level", problem.isError() ? "error" : "warning");
        result.putObject("message")
                .put(
                        "text",
                        problem.hint()
                                .map(hint -> problem.message() + " (" + hint + ")")
                                .orElse(problem.message()));
        ObjectNode location = result.putArray("locations").addObject();
        location.set("physicalLocation", place(problem.location()));
        if (!problem.path().isEmpty()) {
            location.putArray("logicalLocations")
                    .addObject()
                    .put("fullyQualifiedName", problem.path());
        }
        if (!problem.related().isEmpty()) {
            ArrayNode related = result.putArray("relatedLocations");
            for (Problem.Related each : problem.related()) {
                ObjectNode item = related.addObject();
                item.set("physicalLocation", place(each.location()));
                item.putObject("message").put("text", each.message());
            }
        }
        return result;
    }

    private static ObjectNode place(Location at) {
        ObjectNode place = Json.object();
        place.putObject("artifactLocation").put("uri", uri(at.address()));
        place.putObject("region")
                .put("startLine", at.line())
                .put("startColumn", at.column())
                .put("endLine", Math.max(at.line(), at.endLine()))
                .put(
                        "endColumn",
                        at.endLine() > at.line()
                                ? at.endColumn()
                                : Math.max(at.column(), at.endColumn()));
        return place;
    }

    /** Paths become references relative to the working folder, or absolute ones. */
    private static String uri(String address) {
        if (!address.startsWith("file:")) {
            return address;
        }
        String path = address.substring("file:".length());
        try {
            return path.startsWith("/")
                    ? new URI("file", "", path, null).toASCIIString()
                    : new URI(null, null, path, null).toASCIIString();
        } catch (URISyntaxException e) {
            return path; // such as a relative path with a colon in its first part
        }
    }
}
