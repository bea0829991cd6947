package floria.engine.reconcile;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import floria.engine.deployment.Deployments;
import floria.engine.deployment.Refusal;
import floria.engine.state.Deployment;
import floria.engine.state.Note;
import floria.engine.state.Run;
import floria.engine.state.Scope;
import floria.engine.state.Store;

/**
 * Ends deployments whose time is over, and warns before. What ends is taken down with its data
 * kept; creating it again under its name takes it up where it was.
 */
final class Lifetimes {
    private static final Logger LOGGER = LoggerFactory.getLogger(Lifetimes.class);
    private static final String WARNED = "lifetime/warned";

    private final Store store;
    private final Deployments deployments;
    private final Idleness idleness;
    private final Announcer announcer;
    private final InstantSource clock;

    Lifetimes(Store store, Deployments deployments, Idleness idleness, InstantSource clock) {
        this.store = store;
        this.deployments = deployments;
        this.idleness = idleness;
        this.announcer = new Announcer(clock);
        this.clock = clock;
    }

    private record End(Instant at, Duration warning, String why) {}

    /** Whether the deployment was ended. */
    boolean look(Subject subject) {
        Instant now = clock.instant();
        Optional<End> first = ends(subject, now).stream().min(Comparator.comparing(End::at));
        if (first.isEmpty()) {
            return false;
        }
        End end = first.get();
        if (!end.at().isAfter(now)) {
            return end(subject.deployment(), end);
        }
        if (!end.at().minus(end.warning()).isAfter(now)) {
            warn(subject, end);
        }
        return false;
    }

    private List<End> ends(Subject subject, Instant now) {
        Instant up =
                subject.runs().stream()
                        .filter(run -> run.kind() == Run.Kind.INSTALL)
                        .findFirst()
                        .map(Run::createdAt)
                        .orElse(subject.deployment().createdAt());
        List<End> ends = new ArrayList<>();
        Policies policies = subject.policies();
        policies.lifetime()
                .ifPresent(lifetime ->
                        ends.add(
                                new End(
                                        up.plus(lifetime.ttl()),
                                        lifetime.warning(),
                                        "its lifetime is over")));
        policies.hours()
                .ifPresent(hours ->
                        hours.hours()
                                .lastEnd(now)
                                .filter(last -> last.isAfter(up) && !hours.hours().includes(now))
                                .or(() -> hours.hours().nextEnd(now))
                                .ifPresent(at ->
                                        ends.add(
                                                new End(
                                                        at,
                                                        hours.warning(),
                                                        "its working hours are over"))));
        policies.idle()
                .ifPresent(idle ->
                        ends.add(
                                new End(
                                        idleness.since(subject, idle).plus(idle.after()),
                                        idle.warning(),
                                        "it does nothing any more")));
        return ends;
    }

    private void warn(Subject subject, End end) {
        String text = end.at() + " " + end.why();
        boolean said =
                Optional.ofNullable(subject.notes().get(WARNED))
                        .filter(note -> note.text().equals(text))
                        .isPresent();
        if (said) {
            return;
        }
        Deployment deployment = subject.deployment();
        store.write(writer -> {
            writer.note(new Note(deployment.id(), WARNED, text, clock.instant()));
            announcer.say(
                    writer,
                    deployment,
                    "lifetime.warning",
                    deployment.name() + " ends at " + end.at() + ": " + end.why(),
                    Map.of("at", end.at().toString()));
            return true;
        });
    }

    private boolean end(Deployment deployment, End end) {
        try {
            store.write(writer -> {
                announcer.say(
                        writer,
                        deployment,
                        "lifetime.ended",
                        deployment.name() + " ends, its data is kept: " + end.why(),
                        Map.of("why", end.why()));
                return true;
            });
            deployments.delete(
                    new Scope(deployment.project(), Announcer.ACTOR), deployment.id(), true, false);
            return true;
        } catch (Refusal refusal) {
            LOGGER.warn("{} cannot be ended: {}", deployment.name(), refusal.getMessage());
            return false;
        }
    }
}
