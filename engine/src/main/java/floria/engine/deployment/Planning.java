package floria.engine.deployment;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import floria.engine.plan.Difference;
import floria.engine.plan.Past;
import floria.engine.plan.Plan;
import floria.engine.plan.Planner;
import floria.engine.plan.Target;
import floria.engine.resource.Located;
import floria.engine.resource.ResourceChanges;
import floria.engine.revision.Blueprint;
import floria.engine.revision.Blueprints;
import floria.engine.revision.Instances;
import floria.engine.run.RunPlanner;
import floria.engine.state.Deployment;
import floria.engine.state.Instance;
import floria.engine.state.Run;
import floria.engine.state.Store;
import floria.engine.state.Ulid;
import floria.engine.workflow.Flows;
import floria.site.Fault;
import floria.site.Key;
import floria.site.Site;
import floria.site.SiteException;
import floria.tosca.model.NodeTemplate;
import floria.tosca.model.PropertyDefinition;
import floria.tosca.model.Workflow;
import floria.tosca.value.Value;

/** Plans runs from what is there, and forecasts what a change would do. */
public final class Planning implements RunPlanner {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Blueprints blueprints;
    private final Located located;
    private final ResourceChanges resources;
    private final Tokens tokens;
    private final Ulid ids;
    private final Advances advances;

    public Planning(Store store, Blueprints blueprints, Located located, Tokens tokens, Ulid ids) {
        this.advances = new Advances(store);
        this.blueprints = blueprints;
        this.located = located;
        this.resources = new ResourceChanges(located);
        this.tokens = tokens;
        this.ids = ids;
    }

    @Override
    public Plan plan(Run run, Deployment deployment, Instances instances) {
        Blueprint wanted = blueprints.of(deployment, run.revision());
        return switch (run.kind()) {
            case UNINSTALL, UNINSTALL_KEEPING_DATA -> away(run, wanted, instances);
            case INSTALL -> install(wanted, instances, wanting(run), run.id());
            case WORKFLOW ->
                    flow(
                            wanted,
                            instances,
                            Flows.of(wanted.topology(), run).orElseThrow(),
                            run.id());
            case UPDATE, SCALE, ROLLBACK ->
                    unobstructed(
                            towards(wanted, instances, wanting(run), Health.UNKNOWN, run.id()));
            case HEAL ->
                    unobstructed(
                            towards(
                                    wanted,
                                    instances,
                                    wanting(run),
                                    health(deployment, wanted, instances),
                                    run.id()));
        };
    }

    /** What was promised to be kept is kept, even if it was possible when it was promised. */
    private static Plan unobstructed(Plan plan) {
        plan.obstacle()
                .ifPresent(why -> {
                    throw new SiteException(
                            Fault.of(
                                    Fault.Kind.INVALID,
                                    Fault.Scope.SITE,
                                    why,
                                    "go back with floria rollback"));
                });
        return plan;
    }

    /**
     * What a plan is to take into account beyond the revision.
     *
     * @param removal instances, as {@code node.index}, that go before others
     */
    record Wanting(List<String> removal, boolean losesData) {
        static final Wanting NOTHING = new Wanting(List.of(), false);
    }

    private static Wanting wanting(Run run) {
        return new Wanting(removal(run), run.detail().containsKey(Run.LOSE_DATA));
    }

    private Plan away(Run run, Blueprint wanted, Instances instances) {
        boolean keepData = run.kind() == Run.Kind.UNINSTALL_KEEPING_DATA;
        boolean force = run.detail().containsKey(Run.FORCE);
        Planner planner = planner(wanted.deployment(), instances);
        return Flows.uninstall(wanted.topology())
                .filter(_ -> !force)
                .map(workflow -> planner.away(wanted, run.id(), keepData, workflow))
                .orElseGet(() ->
                        planner.away(
                                wanted,
                                run.id(),
                                keepData,
                                force ? ids(instances) : Set.of(),
                                advances.of(wanted.deployment())));
    }

    /** The plan that brings everything up: the template's own, if it has one. */
    Plan install(Blueprint wanted, Instances instances, Wanting wanting, String run) {
        return Flows.install(wanted.topology())
                .map(workflow ->
                        planner(wanted.deployment(), instances)
                                .towards(
                                        target(wanted, instances, wanting, Health.UNKNOWN),
                                        run,
                                        ids::next,
                                        workflow))
                .orElseGet(() ->
                        unobstructed(towards(wanted, instances, wanting, Health.UNKNOWN, run)));
    }

    /** The steps of a workflow. */
    Plan flow(Blueprint wanted, Instances instances, Workflow workflow, String run) {
        return planner(wanted.deployment(), instances).flow(wanted, run, workflow);
    }

    private static List<String> removal(Run run) {
        String listed = run.detail().getOrDefault(Run.REMOVAL, "");
        return listed.isEmpty() ? List.of() : Arrays.asList(listed.split(","));
    }

    private static Set<String> ids(Instances instances) {
        Set<String> ids = new HashSet<>();
        instances.all().forEach(instance -> ids.add(instance.id()));
        return ids;
    }

    /** The plan that leads from {@code instances} to what {@code wanted} means. */
    Plan towards(
            Blueprint wanted, Instances instances, Wanting wanting, Health health, String run) {
        return planner(wanted.deployment(), instances)
                .towards(target(wanted, instances, wanting, health), run, ids::next);
    }

    private Target target(Blueprint wanted, Instances instances, Wanting wanting, Health health) {
        Map<String, Integer> counts = new HashMap<>();
        Map<String, Map<String, Value>> generated = new HashMap<>();
        for (NodeTemplate node : wanted.topology().nodes().values()) {
            counts.put(node.name(), Counts.of(wanted, node));
            if (instances.of(node.name()).isEmpty()) {
                generated.put(node.name(), generated(node));
            }
        }
        return new Target(
                wanted,
                counts,
                generated,
                wanting.removal(),
                health.gone(),
                health.ill(),
                wanting.losesData(),
                advances.of(wanted.deployment()));
    }

    private Planner planner(Deployment deployment, Instances instances) {
        return new Planner(new History(deployment, instances), instances);
    }

    private Map<String, Value> generated(NodeTemplate node) {
        Map<String, Value> generated = new HashMap<>();
        for (PropertyDefinition definition : node.type().properties().values()) {
            if (definition.generated().isPresent()
                    && !node.properties().containsKey(definition.name())) {
                generated.put(definition.name(), new Value.Secret(Value.text(tokens.next())));
            }
        }
        return generated;
    }

    /**
     * How the resources of a deployment are, by ids of instances.
     *
     * @param gone what is not there, or will not work again
     * @param ill what is there and does not run
     */
    record Health(Set<String> gone, Set<String> ill) {
        static final Health UNKNOWN = new Health(Set.of(), Set.of());
    }

    /** Asks the sites; a fault of one comes out. */
    Health health(Deployment deployment, Blueprint wanted, Instances instances) {
        Map<Site, Map<Key, Instance>> keys = new HashMap<>();
        for (Instance instance : instances.all()) {
            if (instance.state() == Instance.State.INITIAL
                    || instance.state() == Instance.State.DELETED
                    || instance.site().isEmpty()) {
                continue;
            }
            Blueprint meant =
                    instance.revision() == wanted.revision().number()
                            ? wanted
                            : blueprints.of(deployment, instance.revision());
            located.key(meant.topology(), instance)
                    .ifPresent(key ->
                            keys.computeIfAbsent(located.site(instance), _ -> new HashMap<>())
                                    .put(key, instance));
        }
        Set<String> gone = new HashSet<>();
        Set<String> ill = new HashSet<>();
        keys.forEach((site, here) ->
                site.observe(
                                located.context(deployment.project(), LIMIT, () -> false),
                                here.keySet())
                        .forEach((key, observed) -> {
                            Instance instance = here.get(key);
                            if (instance == null) {
                                return;
                            }
                            switch (observed.state()) {
                                case ABSENT, FAILED -> gone.add(instance.id());
                                case STOPPED -> ill.add(instance.id());
                                case PENDING, READY -> {}
                            }
                        }));
        return new Health(gone, ill);
    }

    /** What earlier revisions meant, and what the sites say. */
    private final class History implements Past {
        private final Deployment deployment;
        private final Instances instances;
        private final Map<Integer, Blueprint> known = new HashMap<>();

        History(Deployment deployment, Instances instances) {
            this.deployment = deployment;
            this.instances = instances;
        }

        @Override
        public Blueprint blueprint(int revision) {
            return known.computeIfAbsent(revision, number -> blueprints.of(deployment, number));
        }

        @Override
        public Difference resource(Instance instance, Blueprint now, Instances then) {
            return resources.of(instance, blueprint(instance.revision()), instances, now, then);
        }

        @Override
        public Optional<String> obstacle(Instance volume, String site) {
            return located.obstacle(volume, site);
        }
    }
}
