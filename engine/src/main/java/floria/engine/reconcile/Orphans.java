package floria.engine.reconcile;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import floria.engine.revision.Blueprints;
import floria.engine.state.Deployment;
import floria.engine.state.Instance;
import floria.engine.state.Note;
import floria.engine.state.Scope;
import floria.engine.state.Store;
import floria.engine.state.Ulid;
import floria.site.Key;
import floria.site.Owned;

/**
 * Releases what carries this installation's tag and belongs to nothing any more. The site is asked
 * first and the store afterwards: an instance is written before its resource is made, so that what
 * has no instance then is nobody's. It must have been so at two looks, far enough apart.
 *
 * <p>A volume that the store knows nothing of is never released, only reported: the store may be
 * the older of the two, restored from a backup.
 */
final class Orphans {
    private static final Logger LOGGER = LoggerFactory.getLogger(Orphans.class);
    private static final String TOPIC = "orphan/";

    private final Store store;
    private final Blueprints blueprints;
    private final Survey survey;
    private final Announcer announcer;
    private final InstantSource clock;
    private final Settings settings;
    private final Map<Key, Instant> seen = new HashMap<>();

    Orphans(
            Store store,
            Blueprints blueprints,
            Survey survey,
            InstantSource clock,
            Settings settings) {
        this.store = store;
        this.blueprints = blueprints;
        this.survey = survey;
        this.announcer = new Announcer(clock);
        this.clock = clock;
        this.settings = settings;
    }

    /**
     * @param whose the deployment that its events belong to, where there is one
     * @param disposable whether it may be released
     */
    private record Orphan(String site, Key key, Optional<Deployment> whose, boolean disposable) {}

    /**
     * @param owned what this look has found to belong to deployments
     */
    void look(Set<Key> owned) {
        Instant now = clock.instant();
        Set<Key> still = new HashSet<>();
        survey.owned(Scope.LOCAL.project())
                .forEach((site, tagged) ->
                        tagged.stream()
                                .filter(one -> !owned.contains(one.key()))
                                .flatMap(one -> orphan(site, one, now).stream())
                                .forEach(orphan -> {
                                    still.add(orphan.key());
                                    treat(orphan, now);
                                }));
        seen.keySet().retainAll(still);
    }

    private Optional<Orphan> orphan(String site, Owned owned, Instant now) {
        Key key = owned.key();
        boolean volume = key.part() == Key.Part.VOLUME;
        Optional<Store.Kept> kept = store.kept(key.instance());
        if (kept.isEmpty()) {
            boolean young = Ulid.time(key.instance()).plus(settings.young()).isAfter(now);
            return young
                    ? Optional.empty()
                    : Optional.of(
                            new Orphan(
                                    site,
                                    key,
                                    store.deploymentNamed(
                                            new Scope(owned.labels().project(), Announcer.ACTOR),
                                            owned.labels().deployment()),
                                    !volume));
        }
        Deployment deployment = kept.get().deployment();
        boolean left =
                kept.get().state() == Instance.State.DELETED
                        || kept.get().generation() > key.generation()
                        || (!volume && deployment.status() == Deployment.Status.DELETED);
        return left && !isChanging(deployment) && !isLeft(deployment, kept.get().node())
                ? Optional.of(new Orphan(site, key, Optional.of(deployment), true))
                : Optional.empty();
    }

    private static boolean isChanging(Deployment deployment) {
        return switch (deployment.status()) {
            case DEPLOYING, UPDATING, PAUSED, DELETING -> true;
            case RUNNING, FAILED, CANCELLED, DELETE_FAILED, DATA_KEPT, DELETED -> false;
        };
    }

    private boolean isLeft(Deployment deployment, String node) {
        return deployment.status() != Deployment.Status.DELETED
                && Policies.of(blueprints.of(deployment, deployment.revision())).of(node)
                        == Policies.Mode.LEAVE;
    }

    private void treat(Orphan orphan, Instant now) {
        Instant first = seen.putIfAbsent(orphan.key(), now);
        if (first == null) {
            say(
                    orphan,
                    "orphan.found",
                    orphan.disposable()
                            ? "belongs to nothing any more; it is released when it still does at a later look"
                            : "is a volume that nothing is known of; release it by hand if nobody needs it");
            return;
        }
        if (orphan.disposable()
                && !first.plus(settings.young()).isAfter(now)
                && survey.release(orphan.site(), Scope.LOCAL.project(), orphan.key())) {
            say(orphan, "orphan.released", "belonged to nothing any more and was released");
            seen.remove(orphan.key());
        }
    }

    /** Once each: a restart forgets what was seen, the note does not. */
    private void say(Orphan orphan, String type, String what) {
        String message = orphan.key() + " at site " + orphan.site() + " " + what;
        LOGGER.info(message);
        if (orphan.whose().isEmpty()) {
            return;
        }
        Deployment deployment = orphan.whose().get();
        String topic = TOPIC + orphan.key();
        List<Note> notes = store.notes(deployment.id());
        if (notes.stream()
                .anyMatch(note -> note.topic().equals(topic) && note.text().equals(type))) {
            return;
        }
        store.write(writer -> {
            if (type.equals("orphan.released")) {
                writer.forget(deployment.id(), topic);
            } else {
                writer.note(new Note(deployment.id(), topic, type, clock.instant()));
            }
            announcer.say(
                    writer,
                    deployment,
                    type,
                    message,
                    Map.of("site", orphan.site(), "resource", orphan.key().toString()));
            return true;
        });
    }
}
