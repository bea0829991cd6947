package floria.engine.deployment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import floria.engine.revision.Blueprint;
import floria.engine.state.Scope;
import floria.engine.state.Writer;
import floria.engine.workflow.Mistakes;
import floria.placement.Placement;
import floria.placement.Preferences;
import floria.placement.failover.Attempts;
import floria.tosca.Reading;
import floria.tosca.Tosca;
import floria.tosca.model.Topology;
import floria.tosca.problem.Problem;
import floria.tosca.source.Bundle;
import floria.tosca.source.Source;
import floria.tosca.source.Sources;
import floria.tosca.source.WebAddress;
import floria.tosca.value.Value;

/** Takes a request in: reads it, checks its inputs, places it. Nothing is stored here. */
public final class Intake {
    private final Placing placing;
    private final Sources profiles;

    public Intake(Placing placing, Sources profiles) {
        this.placing = placing;
        this.profiles = profiles;
    }

    /** What can be carried out. */
    record Accepted(
            String name,
            Reading reading,
            String template,
            Map<String, Value> inputs,
            Placement placement,
            List<Problem> warnings) {

        Topology topology() {
            return reading.topology().orElseThrow();
        }

        Map<String, String> hashes() {
            Map<String, String> hashes = new LinkedHashMap<>();
            reading.sources()
                    .forEach(source -> hashes.put(source.address(), Hashes.sha256(source.bytes())));
            return hashes;
        }

        void keep(Writer writer) {
            reading.sources().forEach(source -> writer.blob(source.bytes()));
        }
    }

    Reading read(Request request) {
        List<Source> files =
                request.files().entrySet().stream()
                        .map(file -> new Source(address(file.getKey()), file.getValue().bytes()))
                        .toList();
        Sources sources = Bundle.of(files).or(profiles);
        return files.stream()
                .filter(file -> file.address().equals("file:" + request.template()))
                .findFirst()
                .map(template -> Tosca.read(template, sources))
                .orElseThrow(() ->
                        new Refusal(
                                Refusal.Code.BAD_REQUEST,
                                "the request has no file "
                                        + request.template()
                                        + ", its template"));
    }

    private static String address(String file) {
        return WebAddress.is(file) ? file : "file:" + file;
    }

    Accepted accept(Scope scope, Request request) {
        return accept(scope, request, Optional.empty());
    }

    /** The same where there is no room now, placed nowhere; the refusal if there never is. */
    Accepted waiting(Scope scope, Request request, Refusal refusal) {
        Reading reading = readable(request);
        Topology topology = reading.topology().orElseThrow();
        Tosca.Inputs inputs = checked(topology, request.inputs());
        if (!placing.mayFit(
                scope, topology, inputs.values(), request.site(), request.preferences())) {
            throw refusal;
        }
        return new Accepted(
                Names.of(request),
                reading,
                "file:" + request.template(),
                inputs.values(),
                Placement.none("it waits until there is room"),
                warnings(reading, inputs));
    }

    /**
     * @param kept what a deployment was whose volumes were kept: what asks for the same is placed
     *     where it was
     */
    Accepted accept(Scope scope, Request request, Optional<Blueprint> kept) {
        Reading reading = readable(request);
        Topology topology = reading.topology().orElseThrow();
        Tosca.Inputs inputs = checked(topology, request.inputs());
        return new Accepted(
                Names.of(request),
                reading,
                "file:" + request.template(),
                inputs.values(),
                kept.filter(_ -> request.site().isEmpty())
                        .map(base -> placing.stay(scope, base, topology, inputs.values()))
                        .orElseGet(() ->
                                placing.place(
                                        scope,
                                        topology,
                                        inputs.values(),
                                        request.site(),
                                        request.preferences())),
                warnings(reading, inputs));
    }

    /**
     * Another template, other inputs, or another site for what a revision is; what does not ask for
     * anything else stays where it is.
     */
    Accepted amend(
            Scope scope,
            Blueprint base,
            Optional<Request> template,
            Map<String, Value> changed,
            Optional<String> site) {
        Reading reading = template.map(this::readable).orElseGet(base::reading);
        Topology topology = reading.topology().orElseThrow();
        Map<String, Value> given = new LinkedHashMap<>();
        base.revision()
                .inputs()
                .forEach((name, value) -> {
                    if (topology.inputs().containsKey(name)) {
                        given.put(name, plain(value));
                    }
                });
        given.putAll(changed);
        Tosca.Inputs inputs = checked(topology, given);
        return new Accepted(
                base.deployment().name(),
                reading,
                template.map(request -> "file:" + request.template())
                        .orElse(base.revision().template()),
                inputs.values(),
                site.map(to -> placing.move(scope, base, to))
                        .orElseGet(() -> placing.stay(scope, base, topology, inputs.values())),
                warnings(reading, inputs));
    }

    private Reading readable(Request request) {
        Reading reading = read(request);
        if (reading.topology().isEmpty() || reading.hasErrors()) {
            throw new Refusal(
                    Refusal.Code.INVALID_TEMPLATE,
                    "the template has errors",
                    Optional.empty(),
                    reading.problems(),
                    List.of());
        }
        if (!reading.missingFiles().isEmpty()) {
            throw new Refusal(
                    Refusal.Code.INVALID_TEMPLATE,
                    "the template names files that are not there",
                    Optional.empty(),
                    reading.missingFiles().stream().map(Problem::asError).toList(),
                    List.of());
        }
        List<Problem> mistakes = Mistakes.ofPlans(reading.topology().get());
        if (!mistakes.isEmpty()) {
            throw new Refusal(
                    Refusal.Code.INVALID_TEMPLATE,
                    "the template has workflows that cannot be carried out",
                    Optional.empty(),
                    mistakes,
                    List.of());
        }
        return reading;
    }

    private static Tosca.Inputs checked(Topology topology, Map<String, Value> given) {
        Tosca.Inputs inputs = Tosca.inputs(topology, given);
        if (inputs.problems().stream().anyMatch(Problem::isError)) {
            throw new Refusal(
                    Refusal.Code.INVALID_TEMPLATE,
                    "the inputs do not fit the template",
                    Optional.empty(),
                    inputs.problems(),
                    List.of());
        }
        return inputs;
    }

    private static List<Problem> warnings(Reading reading, Tosca.Inputs inputs) {
        List<Problem> warnings = new ArrayList<>(reading.problems());
        warnings.addAll(inputs.problems());
        reading.topology().ifPresent(found -> warnings.addAll(Mistakes.idleTriggers(found)));
        return List.copyOf(warnings);
    }

    /** An input as a person would give it again. */
    private static Value plain(Value value) {
        return switch (value) {
            case Value.Secret(var hidden) -> plain(hidden);
            case Value.Scalar(_, _, var text) -> Value.text(text);
            case Value.Items(var items) ->
                    new Value.Items(items.stream().map(Intake::plain).toList());
            case Value.Entries(var entries) -> {
                Map<String, Value> plain = new LinkedHashMap<>();
                entries.forEach((key, entry) -> plain.put(key, plain(entry)));
                yield new Value.Entries(plain);
            }
            case Value.Nil _, Value.Text _, Value.Int _, Value.Real _, Value.Bool _, Value.Call _ ->
                    value;
        };
    }

    /** The hash by which a repeated request is told from another one under the same key. */
    String hash(Request request) {
        List<String> parts =
                new ArrayList<>(
                        List.of(
                                request.name().orElse(""),
                                request.template(),
                                request.site().orElse("")));
        request.files().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(file ->
                        parts.addAll(
                                List.of(file.getKey(), Hashes.sha256(file.getValue().bytes()))));
        request.inputs().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(input -> parts.addAll(List.of(input.getKey(), input.getValue().asText())));
        if (!request.preferences().equals(Preferences.BALANCED)) {
            parts.add(request.preferences().toString());
        }
        if (!request.attempts().equals(Attempts.USUAL)) {
            parts.add(request.attempts().toString());
        }
        request.queued().ifPresent(wait -> parts.add(wait.toString()));
        return Hashes.sha256(
                String.join("\u0000", parts).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    /** The same for what is to be done with a deployment. */
    String hash(Errand errand) {
        return switch (errand) {
            case Errand.Flow(var workflow, var inputs) ->
                    hash(
                            new Request(
                                    Optional.of("workflow"),
                                    workflow,
                                    Map.of(),
                                    inputs,
                                    Optional.empty()));
            case Errand.Fired(var policy, var trigger) ->
                    hash(
                            new Request(
                                    Optional.of("trigger"),
                                    policy,
                                    Map.of(),
                                    Map.of("trigger", Value.text(trigger)),
                                    Optional.empty()));
        };
    }

    /** The same for what is wanted of a deployment that there is. */
    String hash(Wish wish) {
        return switch (wish) {
            case Wish.Update(var template, var inputs) ->
                    hash(
                            new Request(
                                    Optional.of("update"),
                                    template.map(Request::template).orElse(""),
                                    template.map(Request::files).orElse(Map.of()),
                                    inputs,
                                    Optional.empty()));
            case Wish.Scale _, Wish.Rollback _, Wish.Heal _, Wish.Move _ ->
                    Hashes.sha256(
                            wish.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
        };
    }
}
