package floria.store;

import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import floria.placement.Explanation;
import floria.placement.Placement;
import floria.placement.Placement.Assignment;
import floria.placement.Placement.Rejection;
import floria.placement.Quota;

/** Placements as JSON and back, prices exact. */
final class PlacementJson {
    private static final int VERSION = 1;

    private PlacementJson() {}

    static String write(Placement placement) {
        ObjectNode content =
                Json.object()
                        .put("pricePerHour", placement.pricePerHour().toString())
                        .put("currency", placement.currency());
        content.set("reasons", Json.texts(placement.reasons()));
        ObjectNode assignments = content.putObject("assignments");
        placement.assignments().forEach((node, to) -> assignments.set(node, node(to)));
        ArrayNode rejected = content.putArray("rejected");
        placement.rejected().forEach(rejection -> rejected.add(node(rejection)));
        if (!placement.explanation().equals(Explanation.NONE)) {
            content.set("explanation", ExplanationJson.write(placement.explanation()));
        }
        return Json.document(VERSION, "placement", content);
    }

    static Placement read(String text) {
        JsonNode content = Json.content(text, VERSION, "placement");
        Map<String, Assignment> assignments =
                Json.map(Json.field(content, "assignments"), PlacementJson::assignment);
        List<Rejection> rejected =
                Json.list(Json.field(content, "rejected"), PlacementJson::rejection);
        return new Placement(
                assignments,
                price(content),
                Json.text(content, "currency"),
                Json.texts(Json.field(content, "reasons")),
                rejected,
                content.has("explanation")
                        ? ExplanationJson.read(Json.field(content, "explanation"))
                        : Explanation.NONE);
    }

    private static ObjectNode node(Assignment assignment) {
        ObjectNode node =
                Json.object()
                        .put("node", assignment.node())
                        .put("site", assignment.site())
                        .put("offer", assignment.offer())
                        .put("pricePerHour", assignment.pricePerHour().toString())
                        .put("reason", assignment.reason());
        assignment.zone().ifPresent(zone -> node.put("zone", zone));
        if (!assignment.takes().isEmpty()) {
            ObjectNode takes = node.putObject("takes");
            assignment
                    .takes()
                    .forEach((resource, amount) ->
                            takes.put(resource.name(), Double.toString(amount)));
        }
        return node;
    }

    private static Assignment assignment(JsonNode node) {
        return new Assignment(
                Json.text(node, "node"),
                Json.text(node, "site"),
                Json.text(node, "offer"),
                price(node),
                Json.text(node, "reason"),
                node.has("zone") ? Optional.of(Json.text(node, "zone")) : Optional.empty(),
                node.has("takes") ? takes(Json.field(node, "takes")) : Map.of());
    }

    private static Map<Quota.Resource, Double> takes(JsonNode node) {
        Map<Quota.Resource, Double> takes = new EnumMap<>(Quota.Resource.class);
        for (Quota.Resource resource : Quota.Resource.values()) {
            if (node.has(resource.name())) {
                takes.put(resource, Json.decimal(node, resource.name()).doubleValue());
            }
        }
        return takes;
    }

    private static ObjectNode node(Rejection rejection) {
        ObjectNode node =
                Json.object()
                        .put("node", rejection.node())
                        .put("site", rejection.site())
                        .put("offer", rejection.offer());
        node.set("reasons", Json.texts(rejection.reasons()));
        return node;
    }

    private static Rejection rejection(JsonNode node) {
        return new Rejection(
                Json.text(node, "node"),
                Json.text(node, "site"),
                Json.text(node, "offer"),
                Json.texts(Json.field(node, "reasons")));
    }

    private static BigDecimal price(JsonNode node) {
        return Json.decimal(node, "pricePerHour");
    }
}
