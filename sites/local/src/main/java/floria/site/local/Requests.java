package floria.site.local;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

import floria.site.Fault;
import floria.site.Fault.Kind;
import floria.site.Fault.Scope;
import floria.site.Hardware;
import floria.site.Key;
import floria.site.ResourceSpec;
import floria.site.ResourceSpec.Machine;
import floria.site.ResourceSpec.Network;
import floria.site.ResourceSpec.Volume;
import floria.site.SiteException;

/**
 * Says why something cannot be had here.
 *
 * @param offer the one that there is
 */
record Requests(String site, String offer, Set<String> images, Hardware capacity) {

    /**
     * @param gang asked for in the same call
     * @param there made before
     */
    void check(ResourceSpec spec, List<ResourceSpec> gang, Set<Key> there) {
        if (!spec.offer().equals(offer)) {
            throw Faults.of(
                    Kind.NOT_FOUND,
                    "Site '" + site + "' has no offer '" + spec.offer() + "'.",
                    "It has one, '" + offer + "'.");
        }
        switch (spec) {
            case Machine machine -> machine(machine, gang, there);
            case Volume volume ->
                    fits("GiB of free disk", gib(volume.bytes()), gib(capacity.disk()));
            case Network _ -> {}
            case ResourceSpec.Container container ->
                    throw Faults.of(
                            Kind.INVALID,
                            "Site '"
                                    + site
                                    + "' runs no containers, such as "
                                    + container.image()
                                    + ".",
                            "Place it on a site of kind 'containers'.");
        }
    }

    private void machine(Machine machine, List<ResourceSpec> gang, Set<Key> there) {
        machine.image().ifPresent(this::image);
        Hardware asked = machine.hardware();
        fits("CPUs", asked.cpus(), capacity.cpus());
        fits("GiB of memory", gib(asked.memory()), gib(capacity.memory()));
        fits("GiB of free disk", gib(asked.disk()), gib(capacity.disk()));
        fits("GPUs", asked.gpus(), capacity.gpus());
        machine.networks().forEach(network -> known(network, gang, there));
        machine.mounts().forEach(mount -> known(mount.volume(), gang, there));
        List<Path> paths =
                machine.mounts().stream()
                        .map(mount -> Folders.relative(mount.path()))
                        .sorted()
                        .toList();
        for (int i = 0; i < paths.size(); i++) {
            for (int later = i + 1; later < paths.size(); later++) {
                // Sorted by name, a folder comes before what is in it.
                if (paths.get(later).startsWith(paths.get(i))) {
                    throw Faults.of(
                            Kind.INVALID,
                            "/" + paths.get(later) + " is to be mounted in /" + paths.get(i) + ".",
                            "Choose mount paths of which none is the same as another or inside it.");
                }
            }
        }
    }

    private void image(String image) {
        if (!images.contains(image)) {
            throw Faults.of(
                    Kind.NOT_FOUND,
                    "Site '"
                            + site
                            + "' has nothing for the image '"
                            + image
                            + "': it runs on "
                            + String.join(", ", images)
                            + ".",
                    "Leave the image (the os capability) out, or use another site.");
        }
    }

    private void fits(String what, double asked, double most) {
        if (asked > most) {
            throw new SiteException(
                    Fault.of(
                            Kind.CAPACITY,
                            Scope.OFFER,
                            String.format(
                                    java.util.Locale.ROOT,
                                    "Site '%s' has %.1f %s, and %.1f are asked for.",
                                    site,
                                    most,
                                    what,
                                    asked)));
        }
    }

    private static double gib(long bytes) {
        return bytes / (double) (1L << 30);
    }

    private void known(Key key, List<ResourceSpec> gang, Set<Key> there) {
        if (!there.contains(key) && gang.stream().noneMatch(spec -> spec.key().equals(key))) {
            throw Faults.of(
                    Kind.NOT_FOUND,
                    "Site '" + site + "' has no " + key + ", which a machine is to use.",
                    "Make it first, or in the same call.");
        }
    }

    /** Whether nothing but labels differ. */
    static boolean sameMachine(ResourceSpec now, ResourceSpec to) {
        return now instanceof Machine a
                && to instanceof Machine b
                && a.hardware().equals(b.hardware())
                && a.image().equals(b.image())
                && a.hostname().equals(b.hostname())
                && a.ports().equals(b.ports())
                && a.networks().equals(b.networks())
                && a.mounts().equals(b.mounts());
    }
}
