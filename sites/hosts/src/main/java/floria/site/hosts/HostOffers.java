package floria.site.hosts;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

import floria.site.Allowance;
import floria.site.Allowance.Resource;
import floria.site.Gpus;
import floria.site.Hardware;
import floria.site.Key;
import floria.site.Offer;

/** What each host has left for one machine, and for all that are to be on it together. */
final class HostOffers {
    private final HostsSettings settings;

    HostOffers(HostsSettings settings) {
        this.settings = settings;
    }

    Offer of(Host host) {
        Hardware all = host.inventory().hardware();
        List<Claim> machines =
                host.claims().stream()
                        .filter(claim -> claim.key().part() == Key.Part.MACHINE)
                        .toList();
        double cpus = all.cpus() - machines.stream().mapToLong(Claim::cpus).sum() / 1000.0;
        long memory = all.memory() - (machines.stream().mapToLong(Claim::memory).sum() << 10);
        int gpus = all.gpus() - machines.stream().mapToInt(claim -> claim.gpus().size()).sum();
        boolean none =
                settings.whole()
                        ? !machines.isEmpty()
                        : cpus <= 0 || machines.stream().anyMatch(Claim::whole);
        Hardware free =
                settings.whole()
                        ? all
                        : new Hardware(
                                Math.max(0, cpus),
                                Math.max(0, memory),
                                all.disk(),
                                all.gpu().filter(_ -> gpus > 0).map(one -> counted(one, gpus)),
                                all.architecture(),
                                all.interconnect());
        Offer offer =
                new Offer(
                        host.name(),
                        Set.of(Offer.Kind.MACHINE, Offer.Kind.VOLUME, Offer.Kind.NETWORK),
                        free,
                        !settings.whole(),
                        settings.price().multiply(BigDecimal.valueOf(free.cpus())),
                        settings.currency(),
                        // Of shares there is room for so many with one CPU each.
                        OptionalInt.of(settings.whole() ? 1 : Math.max(1, (int) free.cpus())),
                        Optional.of(host.name()));
        return none ? offer.withAvailable(0) : offer;
    }

    private static Gpus counted(Gpus one, int count) {
        return new Gpus(
                count,
                one.share(),
                one.model(),
                one.memory(),
                one.slice(),
                one.vendor(),
                one.computeCapability(),
                one.driver(),
                one.cuda(),
                one.linked());
    }

    /** What is left of a host is that of all shares together. */
    List<Allowance> allowances(Host host, Offer offer) {
        if (settings.whole()) {
            return List.of();
        }
        Hardware left = offer.capacity();
        return host.known().map(Inventory::hardware).stream()
                .flatMap(all ->
                        Stream.of(
                                allowance(host, Resource.CPUS, all.cpus(), left.cpus()),
                                allowance(
                                        host,
                                        Resource.MEMORY,
                                        (double) all.memory(),
                                        (double) left.memory()),
                                allowance(host, Resource.GPUS, all.gpus(), left.gpus())))
                .filter(one -> one.limit() > 0)
                .toList();
    }

    private static Allowance allowance(Host host, Resource resource, double all, double left) {
        return new Allowance(
                "host " + host.name(), Optional.of(host.name()), resource, all - left, 0, all);
    }
}
