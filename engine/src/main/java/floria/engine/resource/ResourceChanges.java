package floria.engine.resource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import floria.engine.plan.Change;
import floria.engine.plan.Difference;
import floria.engine.revision.Blueprint;
import floria.engine.revision.Instances;
import floria.engine.state.Instance;
import floria.placement.Placement;
import floria.site.ChangeKind;
import floria.site.Fault;
import floria.site.ResourceSpec;
import floria.site.ResourceSpec.Machine;
import floria.site.ResourceSpec.Volume;
import floria.site.SiteException;

/** Tells what a new revision changes in what instances are made of, and what that takes. */
public final class ResourceChanges {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Located located;

    public ResourceChanges(Located located) {
        this.located = located;
    }

    /**
     * What it takes to bring the resource of an instance from what {@code was} meant to what {@code
     * now} means. The site is asked only when that differs.
     *
     * @param before the instances that there are
     * @param then those that there will be
     */
    public Difference of(
            Instance instance, Blueprint was, Instances before, Blueprint now, Instances then) {
        ResourceSpec old = new Specs(located, was, before).of(instance);
        Instance next =
                stays(instance, was, now)
                        ? instance
                        : now.revision()
                                .placement()
                                .of(instance.node())
                                .map(Placement.Assignment::offer)
                                .map(offer -> instance.at(instance.site(), offer))
                                .orElse(instance);
        ResourceSpec wanted = new Specs(located, now, then).of(next);
        if (wanted.equals(old)) {
            return new Difference(Change.Kind.NONE, List.of());
        }
        ChangeKind kind;
        try {
            kind =
                    located.site(instance)
                            .change(
                                    located.context(now.deployment().project(), LIMIT, () -> false),
                                    wanted);
        } catch (SiteException e) {
            if (e.fault().kind() != Fault.Kind.NOT_FOUND) {
                throw e;
            }
            // What was never made is made as it is wanted now; what was and is gone, anew.
            return instance.reached() == Instance.State.INITIAL
                    ? new Difference(Change.Kind.NONE, List.of())
                    : new Difference(Change.Kind.REPLACE, List.of("it is not there any more"));
        }
        Change.Kind takes =
                switch (kind) {
                    case NONE -> Change.Kind.NONE;
                    case IN_PLACE -> Change.Kind.UPDATE;
                    case RESTART -> Change.Kind.RESTART;
                    case REPLACE -> Change.Kind.REPLACE;
                };
        return new Difference(
                takes, takes == Change.Kind.NONE ? List.of() : differences(old, wanted));
    }

    /**
     * Whether only the placement has changed, because another instance of the node found no room or
     * could not be made: what is up already stays where it is.
     */
    private static boolean stays(Instance instance, Blueprint was, Blueprint now) {
        return instance.state() == Instance.State.STARTED
                && was.revision().template().equals(now.revision().template())
                && was.revision().sources().equals(now.revision().sources())
                && was.revision().inputs().equals(now.revision().inputs());
    }

    private static List<String> differences(ResourceSpec old, ResourceSpec wanted) {
        List<String> differences = new ArrayList<>();
        differ(differences, "offer", old.offer(), wanted.offer());
        if (old instanceof Machine was && wanted instanceof Machine is) {
            differ(differences, "CPUs", was.hardware().cpus(), is.hardware().cpus());
            differ(differences, "memory", was.hardware().memory(), is.hardware().memory());
            differ(differences, "disk", was.hardware().disk(), is.hardware().disk());
            differ(differences, "image", was.image().orElse("any"), is.image().orElse("any"));
            differ(differences, "published ports", was.ports(), is.ports());
            differ(differences, "volumes", was.mounts(), is.mounts());
            differ(differences, "host name", was.hostname(), is.hostname());
        }
        if (old instanceof Volume was && wanted instanceof Volume is) {
            differ(differences, "size", was.bytes(), is.bytes());
        }
        if (differences.isEmpty()) {
            differences.add("what it is made of changes");
        }
        return differences;
    }

    private static void differ(List<String> differences, String what, Object was, Object is) {
        if (Objects.equals(was, is)) {
            return;
        }
        boolean plain = was instanceof Number || was instanceof String;
        differences.add(
                plain ? "its " + what + ": " + was + " → " + is : "its " + what + " change");
    }
}
