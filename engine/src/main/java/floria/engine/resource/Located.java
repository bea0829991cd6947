package floria.engine.resource;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

import floria.engine.Sites;
import floria.engine.state.Instance;
import floria.placement.Demands;
import floria.placement.Placer;
import floria.site.Fault;
import floria.site.Key;
import floria.site.Offer;
import floria.site.Site;
import floria.site.SiteContext;
import floria.site.SiteException;
import floria.tosca.model.Topology;

/** Finds the site of an instance, the key of its resource, and makes contexts for calls. */
public record Located(Sites sites, String installation, InstantSource clock) {

    /** The site that an instance is placed on; a fault when it is not configured any more. */
    public Site site(Instance instance) {
        return sites.named(instance.site())
                .orElseThrow(() ->
                        new SiteException(
                                Fault.of(
                                        Fault.Kind.NOT_FOUND,
                                        Fault.Scope.SITE,
                                        "site "
                                                + instance.site()
                                                + " of node "
                                                + instance.node()
                                                + " is not configured here",
                                        "configure it again under this name")));
    }

    /**
     * The key of the resource that the instance is made of; empty for what runs on another node.
     */
    public Optional<Key> key(Topology topology, Instance instance) {
        return kind(topology, instance.node())
                .map(kind ->
                        new Key(installation, instance.id(), part(kind), instance.generation()));
    }

    /** Why what is on a volume cannot be copied to another site; empty where it can. */
    public Optional<String> obstacle(Instance volume, String site) {
        for (String name : List.of(volume.site(), site)) {
            Optional<Site> found = sites.named(name);
            if (found.isEmpty()) {
                return Optional.of(
                        "what is on "
                                + volume.label()
                                + " cannot be copied: site "
                                + name
                                + " is not configured here");
            }
            if (found.get().cargo().isEmpty()) {
                return Optional.of(
                        "what is on "
                                + volume.label()
                                + " cannot be copied from "
                                + volume.site()
                                + " to "
                                + site
                                + ": "
                                + name
                                + ", of kind "
                                + found.get().describe().kind()
                                + ", has no way to its volumes");
            }
        }
        return Optional.empty();
    }

    /** What a node is made of at its site. */
    public static Optional<Offer.Kind> kind(Topology topology, String node) {
        return Placer.isNetwork(node)
                ? Optional.of(Offer.Kind.NETWORK)
                : Demands.kindOf(topology.node(node));
    }

    public SiteContext context(String project, Duration limit, BooleanSupplier cancelled) {
        return new SiteContext(project, installation, clock.instant().plus(limit), cancelled);
    }

    private static Key.Part part(Offer.Kind kind) {
        return switch (kind) {
            case MACHINE, ALLOCATION -> Key.Part.MACHINE;
            case CONTAINER -> Key.Part.CONTAINER;
            case VOLUME -> Key.Part.VOLUME;
            case NETWORK -> Key.Part.NETWORK;
        };
    }
}
