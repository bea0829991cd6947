package floria.engine.reconcile;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import floria.engine.deployment.Consent;
import floria.engine.deployment.Deployments;
import floria.engine.deployment.Refusal;
import floria.engine.deployment.Wish;
import floria.engine.operation.Machines;
import floria.engine.operation.ProcessSteps;
import floria.engine.state.Deployment;
import floria.engine.state.Instance;
import floria.engine.state.Note;
import floria.engine.state.Run;
import floria.engine.state.Scope;
import floria.engine.state.Store;
import floria.engine.state.StoreException;
import floria.site.SiteException;
import floria.tosca.value.Value;

/**
 * Has deployments healed, with growing pauses and a bound: what was tried is read from the runs of
 * the deployment, and so survives the process. The idempotency key of a heal names the run that it
 * follows, so that of two processes only one heals.
 */
final class Healer {
    private static final Logger LOGGER = LoggerFactory.getLogger(Healer.class);
    private static final Duration GRACE = Duration.ofSeconds(10);
    static final String GIVEN_UP = "heal/given-up";

    private final Store store;
    private final Deployments deployments;
    private final Machines machines;
    private final Health health;
    private final Announcer announcer;
    private final InstantSource clock;
    private final Settings.Healing settings;

    Healer(
            Store store,
            Deployments deployments,
            Machines machines,
            Health health,
            InstantSource clock,
            Settings.Healing settings) {
        this.store = store;
        this.deployments = deployments;
        this.machines = machines;
        this.health = health;
        this.announcer = new Announcer(clock);
        this.clock = clock;
        this.settings = settings;
    }

    /** Heals what was found, if its policy says so and it is time. */
    void heal(Subject subject, List<Finding> findings) {
        List<Finding> mine =
                findings.stream()
                        .filter(finding -> subject.mode(finding.instance()) == Policies.Mode.HEAL)
                        .toList();
        if (mine.isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        List<Run> tries =
                subject.runs().stream()
                        .filter(Subject::isHealing)
                        .filter(run -> run.createdAt().isAfter(now.minus(settings.window())))
                        .toList();
        if (tries.size() >= settings.most()) {
            giveUp(subject, tries.size());
            return;
        }
        if (!tries.isEmpty()) {
            long factor = 1L << Math.min(tries.size() - 1, 20);
            Instant next = tries.getFirst().createdAt().plus(settings.first().multipliedBy(factor));
            if (now.isBefore(next)) {
                return;
            }
        }
        try {
            if (end(subject, mine)) {
                deployments.change(
                        new Scope(subject.deployment().project(), Announcer.ACTOR),
                        subject.deployment().id(),
                        new Wish.Heal(),
                        Consent.NONE,
                        Optional.of("heal after " + subject.runs().getFirst().id()));
            }
        } catch (Refusal refusal) {
            LOGGER.info("{} is not healed: {}", subject.deployment().name(), refusal.getMessage());
        } catch (SiteException | StoreException e) {
            LOGGER.warn("{} cannot be healed now: {}", subject.deployment().name(), e.getMessage());
        }
    }

    /** A program that runs and does not work is ended first; whether healing may go on. */
    private boolean end(Subject subject, List<Finding> findings) {
        List<Instance> hung =
                findings.stream()
                        .filter(finding -> finding.kind() == Finding.Kind.UNHEALTHY)
                        .map(Finding::instance)
                        .toList();
        if (hung.isEmpty()) {
            return true;
        }
        boolean marked =
                store.write(writer -> {
                    Deployment now = writer.deployment(subject.deployment().id());
                    if (now.status() != Deployment.Status.FAILED
                            || now.revision() != subject.deployment().revision()) {
                        return false;
                    }
                    hung.forEach(instance ->
                            writer.update(
                                    instance.fallen(
                                            Instance.State.ERROR, Instance.State.CONFIGURED)));
                    return true;
                });
        if (marked) {
            hung.forEach(instance -> kill(subject, instance));
        }
        return marked;
    }

    private void kill(Subject subject, Instance instance) {
        health.forget(instance);
        Value command = instance.attributes().get(ProcessSteps.COMMAND);
        if (command == null) {
            return;
        }
        try (Machines.Machine machine =
                machines.open(subject.blueprint(), instance, subject.instances(), () -> false)) {
            machine.channel().find(command.asText()).ifPresent(found -> found.kill(GRACE));
        }
    }

    private void giveUp(Subject subject, int tries) {
        Deployment deployment = subject.deployment();
        Instant now = clock.instant();
        boolean said =
                Optional.ofNullable(subject.notes().get(GIVEN_UP))
                        .filter(note -> note.at().isAfter(now.minus(settings.window())))
                        .isPresent();
        if (said) {
            return;
        }
        store.write(writer -> {
            writer.note(new Note(deployment.id(), GIVEN_UP, Integer.toString(tries), now));
            announcer.say(
                    writer,
                    deployment,
                    "heal.given_up",
                    deployment.name()
                            + " was healed "
                            + tries
                            + " times and does not stay well; it is left alone for now",
                    Map.of("tries", Integer.toString(tries)));
            return true;
        });
    }
}
