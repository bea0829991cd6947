package floria.engine.reconcile;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import floria.engine.state.Deployment;
import floria.engine.state.Instance;
import floria.engine.state.Note;
import floria.engine.state.Store;
import floria.engine.state.Writer;

/**
 * Says what is not as it should be, once, and when it is again; keeps the deployment's status equal
 * to that. What was said is noted in the same write.
 */
final class Drift {
    static final String TOPIC = "drift/";

    private final Store store;
    private final Announcer announcer;
    private final InstantSource clock;

    Drift(Store store, InstantSource clock) {
        this.store = store;
        this.announcer = new Announcer(clock);
        this.clock = clock;
    }

    /**
     * Whether the deployment came back to {@link Deployment.Status#RUNNING}.
     *
     * @param unknown ids of instances that nothing is known of now
     */
    boolean settle(Subject subject, List<Finding> findings, Set<String> unknown) {
        Map<String, Finding> found = new HashMap<>();
        findings.forEach(finding -> found.put(finding.topic(), finding));
        List<Finding> news = findings.stream().filter(finding -> isNew(subject, finding)).toList();
        List<Note> over =
                subject.notes().values().stream()
                        .filter(note -> note.topic().startsWith(TOPIC))
                        .filter(note -> !found.containsKey(note.topic()))
                        .filter(note -> !unknown.contains(instance(note)))
                        .toList();
        Optional<Deployment.Status> next = status(subject, findings, over, unknown);
        if (news.isEmpty() && over.isEmpty() && next.isEmpty()) {
            return false;
        }
        return store.write(writer -> {
            Deployment now = writer.deployment(subject.deployment().id());
            if (now.status() != subject.deployment().status()
                    || now.revision() != subject.deployment().revision()) {
                return false;
            }
            news.forEach(finding -> found(writer, now, finding));
            over.forEach(note -> over(writer, subject, now, note));
            next.ifPresent(status -> become(writer, now, status, findings));
            return next.equals(Optional.of(Deployment.Status.RUNNING));
        });
    }

    private static boolean isNew(Subject subject, Finding finding) {
        return Optional.ofNullable(subject.notes().get(finding.topic()))
                .filter(note -> note.text().equals(finding.kind().word()))
                .isEmpty();
    }

    private static String instance(Note note) {
        return note.topic().substring(TOPIC.length());
    }

    private static Optional<Deployment.Status> status(
            Subject subject, List<Finding> findings, List<Note> over, Set<String> unknown) {
        boolean failed = subject.deployment().status() == Deployment.Status.FAILED;
        if (!findings.isEmpty()) {
            return failed ? Optional.empty() : Optional.of(Deployment.Status.FAILED);
        }
        Set<String> gone = new HashSet<>();
        over.forEach(note -> gone.add(note.topic()));
        boolean clear =
                subject.notes().keySet().stream()
                        .filter(topic -> topic.startsWith(TOPIC))
                        .allMatch(gone::contains);
        boolean up =
                subject.standing().stream()
                        .allMatch(instance -> instance.state() == Instance.State.STARTED);
        return failed && !over.isEmpty() && clear && up && unknown.isEmpty()
                ? Optional.of(Deployment.Status.RUNNING)
                : Optional.empty();
    }

    private void found(Writer writer, Deployment deployment, Finding finding) {
        writer.note(
                new Note(deployment.id(), finding.topic(), finding.kind().word(), clock.instant()));
        announcer.say(
                writer,
                deployment,
                finding.instance(),
                "drift.found",
                finding.message(),
                Map.of("what", finding.kind().word()));
    }

    private void over(Writer writer, Subject subject, Deployment deployment, Note note) {
        writer.forget(deployment.id(), note.topic());
        subject.instances()
                .find(instance(note))
                .filter(instance -> instance.state() != Instance.State.DELETED)
                .ifPresent(instance ->
                        announcer.say(
                                writer,
                                deployment,
                                instance,
                                "drift.over",
                                instance.label() + " is as it should be again",
                                Map.of("what", note.text())));
    }

    private void become(
            Writer writer,
            Deployment deployment,
            Deployment.Status status,
            List<Finding> findings) {
        Optional<String> why = findings.stream().findFirst().map(Finding::message);
        writer.update(deployment.with(status, why, clock.instant()));
        String word = status == Deployment.Status.RUNNING ? "running" : "failed";
        announcer.say(
                writer,
                deployment,
                "deployment.status",
                deployment.name()
                        + " is "
                        + word
                        + why.map(reason -> ": " + reason).orElse(" again"),
                Map.of("status", word));
    }
}
