package floria.engine;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

import floria.engine.deployment.Deployments;
import floria.engine.deployment.DurableDeployments;
import floria.engine.deployment.Intake;
import floria.engine.deployment.Placing;
import floria.engine.deployment.Planning;
import floria.engine.deployment.Queue;
import floria.engine.deployment.Tokens;
import floria.engine.elastic.Elasticity;
import floria.engine.lesson.Lessons;
import floria.engine.log.LogBook;
import floria.engine.market.Market;
import floria.engine.market.Terms;
import floria.engine.operation.Inquiry;
import floria.engine.operation.Machines;
import floria.engine.operation.OperationSteps;
import floria.engine.operation.ProcessSteps;
import floria.engine.operation.WorkflowSteps;
import floria.engine.reconcile.Activity;
import floria.engine.reconcile.Reconciler;
import floria.engine.reconcile.Settings;
import floria.engine.resource.CarriageSteps;
import floria.engine.resource.Located;
import floria.engine.resource.ResourceSteps;
import floria.engine.revision.Blueprints;
import floria.engine.run.Runner;
import floria.engine.run.StepExecutor;
import floria.engine.state.Deployment;
import floria.engine.state.Store;
import floria.engine.state.Ulid;
import floria.engine.trigger.Firing;
import floria.engine.trigger.Triggers;
import floria.engine.watch.Watch;
import floria.tosca.source.Sources;

/**
 * The engine, wired. It owns neither the store nor the sites: whoever made them closes them after
 * the engine.
 */
public final class Engine implements AutoCloseable {
    private final Store store;
    private final Runner runner;
    private final Watch watch;
    private final LogBook log;
    private final Deployments deployments;
    private final Market market;
    private final Queue queue;
    private final String process;
    private final Optional<Reconciler> reconciler;
    private final Optional<Triggers> triggers;
    private final Optional<Elasticity> elasticity;

    /**
     * @param random for retries and ids; secrets come from {@code secure}
     * @param care how deployments are looked after; empty when another process does
     * @param terms what the operator says of sites
     * @param more executors of step kinds that other modules add
     */
    public Engine(
            Store store,
            Sites sites,
            Sources profiles,
            InstantSource clock,
            RandomGenerator random,
            SecureRandom secure,
            Runner.Settings settings,
            Optional<Settings> care,
            Terms terms,
            List<StepExecutor> more) {
        this.store = store;
        Ulid ids = new Ulid(clock, random);
        Located located = new Located(sites, store.installation(), clock);
        Machines machines = new Machines(located);
        Blueprints blueprints = new Blueprints(store, profiles);
        this.log = new LogBook(store, clock);
        this.watch = new Watch(store, blueprints, machines, log, clock, this::noticed);
        List<StepExecutor> executors = new ArrayList<>(more);
        ResourceSteps resources = new ResourceSteps(located);
        executors.add(resources);
        executors.add(new CarriageSteps(located, resources));
        executors.add(new OperationSteps(machines, clock));
        executors.add(new ProcessSteps(machines, clock));
        executors.add(new WorkflowSteps());
        Lessons lessons = new Lessons(store, clock);
        market = new Market(located, terms, store, lessons);
        Placing placing = new Placing(sites, market);
        Planning planning = new Planning(store, blueprints, located, new Tokens(secure), ids);
        this.runner =
                new Runner(
                        store,
                        blueprints,
                        planning,
                        executors,
                        log,
                        clock,
                        random,
                        settings,
                        lessons,
                        DurableDeployments.failover(lessons, placing, blueprints, ids, clock),
                        watch::look);
        this.deployments =
                new DurableDeployments(
                        store,
                        new Intake(placing, profiles),
                        planning,
                        blueprints,
                        machines,
                        runner,
                        ids,
                        clock);
        this.triggers =
                care.map(how ->
                        new Triggers(
                                store,
                                blueprints,
                                new Firing(store, deployments, clock),
                                new Activity(machines, clock),
                                how.holder(),
                                clock));
        this.elasticity =
                care.map(how ->
                        new Elasticity(
                                store,
                                blueprints,
                                deployments,
                                new Inquiry(machines, clock),
                                how.holder(),
                                clock));
        this.queue = new Queue(store, market, placing, blueprints, runner, ids, clock);
        this.process = settings.owner();
        this.reconciler =
                care.map(how ->
                        new Reconciler(
                                store,
                                blueprints,
                                located,
                                machines,
                                deployments,
                                random,
                                how,
                                watch::look));
    }

    private void noticed() {
        reconciler.ifPresent(Reconciler::wake);
    }

    /** What waits for room. */
    public Queue queue() {
        return queue;
    }

    /** What looks after deployments, if this process does. */
    public Optional<Reconciler> reconciler() {
        return reconciler;
    }

    /** What looks at triggers, if this process does. */
    public Optional<Triggers> triggers() {
        return triggers;
    }

    /** What asks elastic nodes how many there should be, if this process does. */
    public Optional<Elasticity> elasticity() {
        return elasticity;
    }

    /** What can be had. */
    public Market market() {
        return market;
    }

    public Deployments deployments() {
        return deployments;
    }

    /**
     * Starts to drive runs, those included that an earlier process left, to watch services, and to
     * look after deployments.
     */
    public void start() {
        runner.start();
        store.deploymentsIn(Deployment.Status.RUNNING).forEach(watch::look);
        reconciler.ifPresent(Reconciler::start);
        triggers.ifPresent(Triggers::start);
        elasticity.ifPresent(Elasticity::start);
        if (reconciler.isPresent()) {
            queue.start(process);
        }
    }

    /** Lets every run go where it is; what runs at sites goes on. */
    @Override
    public void close() {
        triggers.ifPresent(Triggers::close);
        elasticity.ifPresent(Elasticity::close);
        queue.close();
        reconciler.ifPresent(Reconciler::close);
        runner.close();
        watch.close();
        log.close();
    }
}
