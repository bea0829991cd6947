package floria.engine.deployment;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import floria.engine.Sites;
import floria.engine.resource.Located;
import floria.engine.state.Deployment;
import floria.engine.state.Instance;
import floria.engine.state.Revision;
import floria.engine.state.Scope;
import floria.engine.state.Ulid;
import floria.engine.state.Writer;
import floria.placement.Candidate;
import floria.placement.Demands;
import floria.placement.Placement;
import floria.placement.Placer;
import floria.placement.Preferences;
import floria.placement.Question;
import floria.placement.hardware.GpuTable;
import floria.site.Fault;
import floria.site.Site;
import floria.site.SiteException;
import floria.tosca.Reading;
import floria.tosca.Tosca;
import floria.tosca.evaluation.Evaluator;
import floria.tosca.evaluation.Facts;
import floria.tosca.model.NodeTemplate;
import floria.tosca.model.PropertyDefinition;
import floria.tosca.model.Topology;
import floria.tosca.problem.Problem;
import floria.tosca.source.Bundle;
import floria.tosca.source.Source;
import floria.tosca.source.Sources;
import floria.tosca.value.Value;

/** Takes a request in: reads it, checks its inputs, places it. Nothing is stored here. */
public final class Intake {
    private static final Duration OFFERS = Duration.ofSeconds(10);

    private final Sites sites;
    private final Sources profiles;
    private final Located located;
    private final Tokens tokens;
    private final Ulid ids;

    public Intake(Sites sites, Sources profiles, Located located, Tokens tokens, Ulid ids) {
        this.sites = sites;
        this.profiles = profiles;
        this.located = located;
        this.tokens = tokens;
        this.ids = ids;
    }

    /** A request that can be carried out. */
    record Accepted(
            String name,
            Topology topology,
            String template,
            List<Source> sources,
            Map<String, Value> inputs,
            Placement placement,
            List<Problem> warnings) {

        Revision revision(Deployment deployment, Writer writer) {
            Map<String, String> hashes = new LinkedHashMap<>();
            sources.forEach(source -> hashes.put(source.address(), writer.blob(source.bytes())));
            return new Revision(
                    deployment.id(), deployment.revision(), template, hashes, inputs, placement);
        }
    }

    Reading read(Request request) {
        List<Source> files =
                request.files().entrySet().stream()
                        .map(file -> new Source("file:" + file.getKey(), file.getValue().bytes()))
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

    Accepted accept(Scope scope, Request request) {
        Reading reading = read(request);
        Topology topology =
                reading.topology()
                        .filter(_ -> !reading.hasErrors())
                        .orElseThrow(() ->
                                new Refusal(
                                        Refusal.Code.INVALID_TEMPLATE,
                                        "the template has errors",
                                        Optional.empty(),
                                        reading.problems(),
                                        List.of()));
        if (!reading.missingFiles().isEmpty()) {
            throw new Refusal(
                    Refusal.Code.INVALID_TEMPLATE,
                    "the template names files that are not there",
                    Optional.empty(),
                    reading.missingFiles().stream().map(Problem::asError).toList(),
                    List.of());
        }
        Tosca.Inputs inputs = Tosca.inputs(topology, request.inputs());
        if (inputs.problems().stream().anyMatch(Problem::isError)) {
            throw new Refusal(
                    Refusal.Code.INVALID_TEMPLATE,
                    "the inputs do not fit the template",
                    Optional.empty(),
                    inputs.problems(),
                    List.of());
        }
        List<Problem> warnings = new ArrayList<>(reading.problems());
        warnings.addAll(inputs.problems());
        String name = Names.of(request);
        return new Accepted(
                name,
                topology,
                "file:" + request.template(),
                reading.sources(),
                inputs.values(),
                place(scope, topology, inputs.values(), request),
                List.copyOf(warnings));
    }

    private Placement place(
            Scope scope, Topology topology, Map<String, Value> inputs, Request request) {
        Optional<String> only = request.site();
        if (only.isPresent() && sites.named(only.get()).isEmpty()) {
            throw new Refusal(
                    Refusal.Code.BAD_REQUEST,
                    "there is no site " + only.get(),
                    sites.all().isEmpty()
                            ? "none is configured"
                            : "the sites are " + String.join(", ", sites.byName().keySet()));
        }
        Demands demands = new Demands(topology, new Evaluator(topology, inputs, Facts.NONE));
        List<Candidate> candidates =
                sites.byName().values().parallelStream()
                        .map(site -> candidate(scope, site))
                        .filter(one -> only.isEmpty() || one.site().name().equals(only.get()))
                        .toList();
        Question question =
                Question.of(demands.all(), candidates)
                        .bound(demands.bonds())
                        .preferring(request.preferences())
                        .onOneSite();
        return switch (new Placer(GpuTable.bundled()).place(question)) {
            case Placer.Outcome.Placed(var placement) -> placement;
            case Placer.Outcome.Unplaceable(var rejections, var nearest) ->
                    throw new Refusal(
                            Refusal.Code.UNPLACEABLE,
                            "no site takes every node of the template",
                            Optional.of(
                                    nearest.isEmpty()
                                            ? "ask for less, or add a site that has what is needed"
                                            : String.join("; ", nearest)),
                            List.of(),
                            rejections);
        };
    }

    private Candidate candidate(Scope scope, Site site) {
        try {
            return new Candidate(
                    site.describe(),
                    site.offers(located.context(scope.project(), OFFERS, () -> false)),
                    Optional.empty());
        } catch (SiteException e) {
            return new Candidate(site.describe(), List.of(), Optional.of(e.fault()));
        } catch (RuntimeException e) {
            return new Candidate(
                    site.describe(),
                    List.of(),
                    Optional.of(
                            Fault.of(
                                    Fault.Kind.INTERNAL,
                                    Fault.Scope.SITE,
                                    "cannot say what it offers: " + e.getMessage())));
        }
    }

    /** The instances of a new revision; those of {@code kept} are taken over as they are. */
    List<Instance> instances(String deployment, Accepted accepted, List<Instance> kept) {
        kept.stream()
                .filter(instance -> !accepted.topology().nodes().containsKey(instance.node()))
                .findFirst()
                .ifPresent(lost -> {
                    throw new Refusal(
                            Refusal.Code.CONFLICT,
                            "the data of "
                                    + lost.node()
                                    + " was kept, and this template has no node of that name",
                            "use the template that the deployment was made from, or delete its data: floria down "
                                    + accepted.name());
                });
        List<Instance> instances = new ArrayList<>(kept);
        if (accepted.placement().assignments().containsKey(Placer.NETWORK)) {
            instances.add(instance(deployment, Placer.NETWORK, 0, accepted, Map.of()));
        }
        for (NodeTemplate node : accepted.topology().nodes().values()) {
            if (kept.stream().anyMatch(old -> old.node().equals(node.name()))) {
                continue;
            }
            Map<String, Value> generated = generated(node);
            int count = Counts.of(accepted.topology(), node, accepted.inputs());
            for (int index = 0; index < count; index++) {
                instances.add(instance(deployment, node.name(), index, accepted, generated));
            }
        }
        return instances;
    }

    private Instance instance(
            String deployment,
            String node,
            int index,
            Accepted accepted,
            Map<String, Value> generated) {
        Optional<Placement.Assignment> assignment = accepted.placement().of(node);
        return new Instance(
                ids.next(),
                deployment,
                node,
                index,
                Instance.State.INITIAL,
                1,
                assignment.map(Placement.Assignment::site).orElse(""),
                assignment.map(Placement.Assignment::offer).orElse(""),
                Map.of(),
                generated);
    }

    private Map<String, Value> generated(NodeTemplate node) {
        Map<String, Value> generated = new HashMap<>();
        for (PropertyDefinition definition : node.type().properties().values()) {
            boolean open = !node.properties().containsKey(definition.name());
            definition
                    .generated()
                    .filter(_ -> open)
                    .ifPresent(_ ->
                            generated.put(
                                    definition.name(),
                                    new Value.Secret(Value.text(tokens.next()))));
        }
        return generated;
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
        return Hashes.sha256(
                String.join("\u0000", parts).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
}
