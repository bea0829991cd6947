package floria.site.hosts;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

import floria.site.Hardware;
import floria.site.Interconnect;
import floria.site.Offer;
import floria.site.ResourceSpec;

/**
 * The offer of a share of any host, for machines that are many: a host alone has not room for them.
 * Each goes where there is most room when its turn comes.
 */
final class Anywhere {
    private static final String ID = "any";

    private Anywhere() {}

    static boolean is(String offer) {
        return offer.equals(ID);
    }

    /** Of the offers of the hosts, where several give shares and none is called so. */
    static Optional<Offer> of(List<Offer> hosts) {
        List<Offer> room = hosts.stream().filter(offer -> offer.available().orElse(1) > 0).toList();
        if (room.size() < 2
                || hosts.stream().anyMatch(offer -> is(offer.id()) || !offer.elastic())) {
            return Optional.empty();
        }
        // Where that host is full and the others are smaller, there is a fault that says so.
        return room.stream()
                .max(Comparator.comparingDouble(one -> one.capacity().cpus()))
                .map(most -> offer(most, room));
    }

    private static Offer offer(Offer most, List<Offer> room) {
        Hardware all = most.capacity();
        return new Offer(
                ID,
                Set.of(Offer.Kind.MACHINE),
                new Hardware(
                        all.cpus(),
                        all.memory(),
                        all.disk(),
                        Optional.empty(),
                        all.architecture(),
                        Interconnect.UNKNOWN),
                true,
                most.pricePerHour(),
                most.currency(),
                OptionalInt.of(room.stream().mapToInt(one -> one.available().orElse(1)).sum()),
                Optional.empty());
    }

    /** The names of the hosts that have room, the one with most of it first. */
    static List<String> order(List<Offer> hosts, ResourceSpec spec) {
        double cpus = spec instanceof ResourceSpec.Machine machine ? machine.hardware().cpus() : 0;
        return hosts.stream()
                .filter(offer -> offer.available().orElse(1) > 0 && offer.capacity().cpus() >= cpus)
                .sorted(
                        Comparator.comparingDouble((Offer one) -> -one.capacity().cpus())
                                .thenComparing(Offer::id))
                .map(Offer::id)
                .toList();
    }
}
