package floria.engine.reconcile;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import floria.engine.resource.Located;
import floria.engine.state.Instance;
import floria.engine.state.Note;
import floria.engine.state.Store;
import floria.site.Offer;

/** Knows since when the machines of a deployment have done nothing. */
final class Idleness {
    private static final String ACTIVE = "activity/last";
    private static final String SAMPLE = "activity/of/";

    private final Store store;
    private final Activity activity;
    private final InstantSource clock;

    Idleness(Store store, Activity activity, InstantSource clock) {
        this.store = store;
        this.activity = activity;
        this.clock = clock;
    }

    /** Since when; what cannot be measured counts as busy. */
    Instant since(Subject subject, Policies.Idle policy) {
        Instant now = clock.instant();
        boolean busy = false;
        List<Note> samples = new ArrayList<>();
        for (Instance machine : machines(subject)) {
            Optional<Activity.Sample> sample =
                    activity.sample(subject.blueprint(), subject.instances(), machine);
            String topic = SAMPLE + machine.id() + "." + machine.generation();
            Optional<Note> before = Optional.ofNullable(subject.notes().get(topic));
            sample.ifPresent(known ->
                    samples.add(new Note(subject.deployment().id(), topic, known.text(), now)));
            busy |=
                    sample.isEmpty()
                            || sample.get().busy()
                            || before.isEmpty()
                            || isBusy(before.get(), sample.get(), now, policy);
        }
        Optional<Note> last = Optional.ofNullable(subject.notes().get(ACTIVE));
        // What was busy before it was brought up again counts for nothing.
        Instant up = subject.runs().getFirst().createdAt();
        Instant active =
                busy || last.isEmpty() || last.get().at().isBefore(up) ? now : last.get().at();
        store.write(writer -> {
            samples.forEach(writer::note);
            writer.note(new Note(subject.deployment().id(), ACTIVE, "", active));
            return active;
        });
        return active;
    }

    private static boolean isBusy(
            Note before, Activity.Sample sample, Instant now, Policies.Idle policy) {
        Activity.Sample old = Activity.Sample.read(before.text()).orElse(sample);
        double seconds = Duration.between(before.at(), now).toMillis() / 1000.0;
        if (seconds <= 0) {
            return false;
        }
        // A counter that went back began anew: the machine was started again.
        return sample.cpu() < old.cpu()
                || (sample.cpu() - old.cpu()) / 1e6 / seconds >= policy.cpu()
                || (sample.network() - old.network()) / seconds >= policy.network();
    }

    private static List<Instance> machines(Subject subject) {
        return subject.standing().stream()
                .filter(instance ->
                        Located.kind(subject.blueprint().topology(), instance.node())
                                .filter(Offer.Kind::isMachine)
                                .isPresent())
                .toList();
    }
}
