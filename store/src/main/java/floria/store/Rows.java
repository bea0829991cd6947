package floria.store;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import floria.engine.state.Deployment;
import floria.engine.state.Event;
import floria.engine.state.Instance;
import floria.engine.state.LogLine;
import floria.engine.state.Note;
import floria.engine.state.Revision;
import floria.engine.state.Run;
import floria.engine.state.Step;
import floria.tosca.value.Value;

/** Rows as records. */
final class Rows {
    private static final int DOCUMENT = 1;

    private Rows() {}

    static Deployment deployment(Row row) {
        return new Deployment(
                row.text("id"),
                row.text("project"),
                row.text("owner"),
                row.text("name"),
                row.constant("status", Deployment.Status.class),
                row.integer("revision"),
                row.optionalText("error"),
                row.time("created_at"),
                row.time("updated_at"));
    }

    /**
     * An instance without its values, and the documents that hold them. They are opened later,
     * since opening the first secret reads from the store, too.
     */
    record SealedInstance(Instance instance, String attributes, String generated) {
        Instance open(ValueJson values) {
            return new Instance(
                    instance.id(),
                    instance.deployment(),
                    instance.node(),
                    instance.index(),
                    instance.state(),
                    instance.reached(),
                    instance.revision(),
                    instance.generation(),
                    instance.site(),
                    instance.offer(),
                    values.read(attributes),
                    values.read(generated));
        }
    }

    /** A revision without its sources and inputs, and the document that holds the inputs. */
    record SealedRevision(Revision revision, String inputs) {
        Revision open(Map<String, String> sources, ValueJson values) {
            return new Revision(
                    revision.deployment(),
                    revision.number(),
                    revision.template(),
                    sources,
                    values.read(inputs),
                    revision.placement(),
                    revision.counts(),
                    revision.origin(),
                    revision.actor(),
                    revision.createdAt());
        }
    }

    static SealedRevision revision(Row row) {
        return new SealedRevision(
                new Revision(
                        row.text("deployment"),
                        row.integer("number"),
                        row.text("template"),
                        Map.of(),
                        Map.of(),
                        PlacementJson.read(row.text("placement")),
                        Json.map(
                                Json.content(row.text("counts"), DOCUMENT, "counts"),
                                JsonNode::intValue),
                        row.text("origin"),
                        row.text("actor"),
                        row.time("created_at")),
                row.text("inputs"));
    }

    static SealedInstance instance(Row row) {
        Map<String, Value> later = Map.of();
        return new SealedInstance(
                new Instance(
                        row.text("id"),
                        row.text("deployment"),
                        row.text("node"),
                        row.integer("number"),
                        row.constant("state", Instance.State.class),
                        row.constant("reached", Instance.State.class),
                        row.integer("revision"),
                        row.integer("generation"),
                        row.text("site"),
                        row.text("offer"),
                        later,
                        later),
                row.text("attributes"),
                row.text("generated"));
    }

    static Run run(Row row) {
        return new Run(
                row.text("id"),
                row.text("deployment"),
                row.constant("kind", Run.Kind.class),
                row.integer("revision"),
                row.constant("status", Run.Status.class),
                row.integer("planned") == 1,
                Json.map(Json.content(row.text("detail"), DOCUMENT, "detail"), Json::text),
                row.text("actor"),
                row.optionalText("stop")
                        .map(why ->
                                new Run.Stop(
                                        Run.Stop.Why.valueOf(why), row.text("cancel_requested"))),
                row.optionalText("lease_owner"),
                row.integer("epoch"),
                row.optionalTime("lease_expires_at"),
                row.time("created_at"),
                row.optionalTime("ended_at"));
    }

    static String counts(Revision revision) {
        ObjectNode counts = Json.object();
        revision.counts().forEach(counts::put);
        return Json.document(DOCUMENT, "counts", counts);
    }

    static String detail(Run run) {
        return Json.document(DOCUMENT, "detail", Json.texts(run.detail()));
    }

    static String dependsOn(Step step) {
        return Json.document(DOCUMENT, "steps", Json.texts(step.dependsOn()));
    }

    static String detail(Step step) {
        return Json.document(DOCUMENT, "detail", Json.texts(step.detail()));
    }

    static Step step(Row row) {
        List<String> dependsOn =
                Json.texts(Json.content(row.text("depends_on"), DOCUMENT, "steps"));
        return new Step(
                row.text("run"),
                row.text("id"),
                row.text("kind"),
                row.integer("version"),
                row.text("node"),
                row.text("instance"),
                dependsOn,
                Json.map(Json.content(row.text("detail"), DOCUMENT, "detail"), Json::text),
                row.text("reason"),
                row.constant("state", Step.State.class),
                row.integer("attempt"),
                row.optionalText("error"),
                row.optionalTime("started_at"),
                row.optionalTime("ended_at"));
    }

    static String data(Event event) {
        return Json.document(DOCUMENT, "data", Json.texts(event.data()));
    }

    static Event event(Row row) {
        return new Event(
                row.number("id"),
                row.time("at"),
                row.text("project"),
                row.text("deployment"),
                row.optionalText("run"),
                row.optionalText("node"),
                row.text("actor"),
                row.text("type"),
                row.text("message"),
                Json.map(Json.content(row.text("data"), DOCUMENT, "data"), Json::text));
    }

    static Note note(Row row) {
        return new Note(
                row.text("deployment"), row.text("topic"), row.text("text"), row.time("at"));
    }

    static LogLine logLine(Row row) {
        return new LogLine(
                row.number("id"),
                row.time("at"),
                row.text("deployment"),
                row.text("run"),
                row.text("node"),
                row.text("step"),
                row.text("execution"),
                row.text("stream"),
                row.number("number"),
                row.text("text"));
    }

    static Map<String, String> sources(List<Map.Entry<String, String>> rows) {
        Map<String, String> sources = new LinkedHashMap<>();
        rows.forEach(row -> sources.put(row.getKey(), row.getValue()));
        return sources;
    }
}
