package floria.store;

import java.time.Duration;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import floria.placement.Explanation;
import floria.placement.Explanation.Alternative;
import floria.placement.Explanation.DataUse;
import floria.placement.Explanation.Expected;
import floria.placement.Explanation.Term;

/** How placements came about as JSON and back, amounts exact. */
final class ExplanationJson {
    private ExplanationJson() {}

    static ObjectNode write(Explanation explanation) {
        ObjectNode content =
                Json.object()
                        .put("once", explanation.once().toString())
                        .put("ready", explanation.ready().toString())
                        .put("gap", Double.toString(explanation.gap()))
                        .put("how", explanation.how());
        ArrayNode terms = content.putArray("terms");
        for (Term term : explanation.terms()) {
            terms.addObject()
                    .put("name", term.name())
                    .put("amount", term.amount().toString())
                    .put("words", term.words());
        }
        ArrayNode data = content.putArray("data");
        for (DataUse use : explanation.data()) {
            data.addObject()
                    .put("dataSet", use.dataSet())
                    .put("place", use.place())
                    .put("from", use.from())
                    .put("copied", use.copied())
                    .put("words", use.words());
        }
        ArrayNode alternatives = content.putArray("alternatives");
        for (Alternative other : explanation.alternatives()) {
            alternatives
                    .addObject()
                    .put("what", other.what())
                    .put("pricePerHour", other.pricePerHour().toString())
                    .put("once", other.once().toString())
                    .put("ready", other.ready().toString())
                    .put("words", other.words());
        }
        ArrayNode expected = content.putArray("expected");
        for (Expected one : explanation.expected()) {
            expected.addObject()
                    .put("node", one.node())
                    .put("success", Double.toString(one.success()))
                    .put("ready", one.ready().toString())
                    .put("attempts", Double.toString(one.attempts()));
        }
        return content;
    }

    private static Expected expected(JsonNode node) {
        return new Expected(
                Json.text(node, "node"),
                Json.decimal(node, "success").doubleValue(),
                Duration.parse(Json.text(node, "ready")),
                Json.decimal(node, "attempts").doubleValue());
    }

    static Explanation read(JsonNode content) {
        return new Explanation(
                Json.list(Json.field(content, "terms"), ExplanationJson::term),
                Json.decimal(content, "once"),
                Duration.parse(Json.text(content, "ready")),
                Json.list(Json.field(content, "data"), ExplanationJson::use),
                Json.list(Json.field(content, "alternatives"), ExplanationJson::alternative),
                Json.list(Json.field(content, "expected"), ExplanationJson::expected),
                Json.decimal(content, "gap").doubleValue(),
                Json.text(content, "how"));
    }

    private static Term term(JsonNode node) {
        return new Term(
                Json.text(node, "name"), Json.decimal(node, "amount"), Json.text(node, "words"));
    }

    private static DataUse use(JsonNode node) {
        return new DataUse(
                Json.text(node, "dataSet"),
                Json.text(node, "place"),
                Json.text(node, "from"),
                Json.field(node, "copied").asBoolean(),
                Json.text(node, "words"));
    }

    private static Alternative alternative(JsonNode node) {
        return new Alternative(
                Json.text(node, "what"),
                Json.decimal(node, "pricePerHour"),
                Json.decimal(node, "once"),
                Duration.parse(Json.text(node, "ready")),
                Json.text(node, "words"));
    }
}
