package floria.placement;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

import floria.placement.hardware.GpuModel;
import floria.placement.hardware.GpuTable;
import floria.placement.hardware.GpuWish;
import floria.placement.hardware.Versions;
import floria.placement.hardware.Wish;
import floria.placement.hardware.Wish.Preemption;
import floria.site.Gpus;
import floria.site.Offer;
import floria.site.SiteDescription;

/**
 * Whether an offer does for a demand. Finding out is cheap, so that a catalogue of thousands can be
 * asked; {@link Shortcomings} has the words for those that are shown.
 */
final class Fit {
    /** CUDA's major versions and the compute capability that each needs at least. */
    private static final String[][] CUDA_NEEDS = {{"13", "7.5"}, {"12", "5.0"}, {"11", "3.5"}};

    private final GpuTable gpus;
    private final Instant now;

    /** Whether the table has a model or a family of that name. */
    boolean knows(String model) {
        return !gpus.named(model).isEmpty();
    }

    Fit(GpuTable gpus, Instant now) {
        this.gpus = gpus;
        this.now = now;
    }

    /** The criteria that the offer falls short of, one bit each; 0 when it does. */
    long against(Demand demand, Candidate candidate, Offer offer) {
        if (!offer.realises().contains(demand.kind())) {
            return Criterion.KIND.mask();
        }
        Wish wish = demand.wish();
        var has = offer.capacity();
        long short_ = 0;
        short_ |= has.cpus() < wish.cpus() ? Criterion.CPUS.mask() : 0;
        short_ |= has.memory() < wish.memory() ? Criterion.MEMORY.mask() : 0;
        short_ |= has.disk() < wish.disk() ? Criterion.DISK.mask() : 0;
        if (wish.flavour().isPresent()) {
            short_ |= wish.flavour().get().equals(offer.id()) ? 0 : Criterion.FLAVOUR.mask();
        }
        if (wish.architecture().isPresent() && has.architecture().isPresent()) {
            short_ |=
                    sameArchitecture(wish.architecture().get(), has.architecture().get())
                            ? 0
                            : Criterion.ARCHITECTURE.mask();
        }
        if (wish.gpu().isPresent()) {
            short_ |= against(wish.gpu().get(), has.gpu());
        }
        short_ |= network(wish, offer);
        boolean preempted = offer.terms().preemptible();
        short_ |=
                wish.preemption() == (preempted ? Preemption.REFUSED : Preemption.REQUIRED)
                        ? Criterion.PREEMPTION.mask()
                        : 0;
        SiteDescription site = candidate.site();
        if (demand.image().isPresent() && !site.takes(demand.image().get())) {
            short_ |= Criterion.IMAGE.mask();
        }
        if (offer.available().isPresent() && offer.available().getAsInt() < demand.count()) {
            short_ |= Criterion.FREE.mask();
        }
        return short_
                | (demand.where().equals(Restriction.NONE) ? 0 : where(demand, candidate, offer));
    }

    private long against(GpuWish wish, Optional<Gpus> offered) {
        if (offered.isEmpty()) {
            return Criterion.GPU_COUNT.mask();
        }
        Gpus has = offered.get();
        long short_ = has.count() < wish.count() ? Criterion.GPU_COUNT.mask() : 0;
        boolean meant =
                wish.models().isEmpty()
                        ? wish.vendor().isPresent()
                                || !gpus.facts(has).map(GpuModel::isOther).orElse(false)
                        : wish.models().stream().anyMatch(name -> gpus.is(has, name));
        if (!meant) {
            short_ |= Criterion.GPU_MODEL.mask();
        }
        if (wish.vendor().isPresent()
                && !vendor(has).map(wish.vendor().get()::equalsIgnoreCase).orElse(true)) {
            short_ |= Criterion.GPU_VENDOR.mask();
        }
        short_ |= memory(has) < wish.memory() ? Criterion.GPU_MEMORY.mask() : 0;
        if (wish.slice().isPresent()) {
            short_ |=
                    has.slice().map(wish.slice().get()::equalsIgnoreCase).orElse(false)
                            ? 0
                            : Criterion.GPU_SLICE.mask();
        } else {
            short_ |= has.share() < wish.share() ? Criterion.GPU_SHARE.mask() : 0;
        }
        short_ |=
                atLeast(capability(has), wish.computeCapability())
                        ? 0
                        : Criterion.GPU_CAPABILITY.mask();
        short_ |= atLeast(has.driver(), wish.driver()) ? 0 : Criterion.GPU_DRIVER.mask();
        if (wish.cuda().isPresent()) {
            boolean runs =
                    atLeast(has.cuda(), wish.cuda())
                            && vendor(has).map("nvidia"::equalsIgnoreCase).orElse(true)
                            && atLeast(capability(has), neededFor(wish.cuda().get()));
            short_ |= runs ? 0 : Criterion.GPU_CUDA.mask();
        }
        short_ |= wish.linked() && !has.linked() ? Criterion.GPU_LINK.mask() : 0;
        return short_;
    }

    private static long network(Wish wish, Offer offer) {
        var least = wish.interconnect();
        var has = offer.capacity().interconnect();
        long short_ = 0;
        if (least.gigabits() > 0 && has.gigabits() < least.gigabits()) {
            short_ |= Criterion.NETWORK.mask();
        }
        if (least.infiniband().isPresent()
                && has.infiniband()
                        .filter(found -> found.compareTo(least.infiniband().get()) >= 0)
                        .isEmpty()) {
            short_ |= Criterion.INFINIBAND.mask();
        }
        if (wish.sameFabric() && has.fabric().isEmpty()) {
            short_ |= Criterion.FABRIC.mask();
        }
        return short_;
    }

    private long where(Demand demand, Candidate candidate, Offer offer) {
        Restriction where = demand.where();
        SiteDescription site = candidate.site();
        long short_ = 0;
        if (!where.sites().isEmpty() && !where.sites().contains(site.name())) {
            short_ |= Criterion.SITE.mask();
        }
        if (!where.countries().isEmpty()
                && country(site, offer).filter(where.countries()::contains).isEmpty()) {
            short_ |= Criterion.COUNTRY.mask();
        }
        if (!where.regions().isEmpty() && !where.regions().contains(candidate.place(offer))) {
            short_ |= Criterion.REGION.mask();
        }
        if (!where.zones().isEmpty() && offer.zone().filter(where.zones()::contains).isEmpty()) {
            short_ |= Criterion.ZONE.mask();
        }
        if (!site.certifications().containsAll(where.certifications())) {
            short_ |= Criterion.CERTIFICATION.mask();
        }
        if (!where.agreements().isEmpty()
                && !where.agreements().contains(site.name())
                && candidate.agreements().stream()
                        .noneMatch(
                                one -> where.agreements().contains(one.id()) && one.validAt(now))) {
            short_ |= Criterion.AGREEMENT.mask();
        }
        if (where.price().isPresent()
                && pricePerHour(demand, offer).compareTo(where.price().get()) > 0) {
            short_ |= Criterion.PRICE.mask();
        }
        if (where.queue().isPresent() && offer.terms().queue().compareTo(where.queue().get()) > 0) {
            short_ |= Criterion.QUEUE.mask();
        }
        return short_;
    }

    Optional<String> vendor(Gpus has) {
        return has.vendor().or(() -> gpus.facts(has).map(GpuModel::vendor));
    }

    Optional<String> capability(Gpus has) {
        return has.computeCapability().or(() -> gpus.facts(has).flatMap(GpuModel::capability));
    }

    long memory(Gpus has) {
        return has.memory() > 0
                ? has.memory()
                : gpus.facts(has).map(model -> (long) (model.memory() * has.share())).orElse(0L);
    }

    /** What is not known of an offer does not count against it. */
    static boolean atLeast(Optional<String> has, Optional<String> least) {
        return has.isEmpty() || least.isEmpty() || Versions.atLeast(has.get(), least.get());
    }

    static Optional<String> neededFor(String cuda) {
        for (String[] row : CUDA_NEEDS) {
            if (Versions.atLeast(cuda, row[0])) {
                return Optional.of(row[1]);
            }
        }
        return Optional.empty();
    }

    private static boolean sameArchitecture(String one, String other) {
        return architecture(one).equals(architecture(other));
    }

    private static String architecture(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "x86_64", "amd64", "x64", "x86-64" -> "x86_64";
            case "arm64", "aarch64" -> "arm64";
            default -> name.toLowerCase(Locale.ROOT);
        };
    }

    static Optional<String> country(SiteDescription site, Offer offer) {
        return offer.terms().country().or(site::country);
    }

    /**
     * By what part of what was asked the offer falls short, where that is a matter of amount: 0.5
     * when it has half.
     */
    OptionalDouble shortfall(Criterion criterion, Demand demand, Offer offer) {
        Wish wish = demand.wish();
        var has = offer.capacity();
        return switch (criterion) {
            case CPUS -> missing(has.cpus(), wish.cpus());
            case MEMORY -> missing((double) has.memory(), (double) wish.memory());
            case DISK -> missing((double) has.disk(), (double) wish.disk());
            case GPU_COUNT ->
                    missing(has.gpus(), wish.gpu().map(gpu -> (double) gpu.count()).orElse(1.0));
            case GPU_MEMORY ->
                    missing(
                            has.gpu().map(this::memory).orElse(0L),
                            wish.gpu().map(gpu -> (double) gpu.memory()).orElse(1.0));
            case GPU_SHARE ->
                    missing(
                            has.gpu().map(Gpus::share).orElse(0.0),
                            wish.gpu().map(GpuWish::share).orElse(1.0));
            case NETWORK -> missing(has.interconnect().gigabits(), wish.interconnect().gigabits());
            case FREE -> missing(offer.available().orElse(0), demand.count());
            case PRICE -> {
                double price = pricePerHour(demand, offer).doubleValue();
                double most = demand.where().price().map(BigDecimal::doubleValue).orElse(price);
                yield price <= 0
                        ? OptionalDouble.empty()
                        : OptionalDouble.of((price - most) / price);
            }
            default -> OptionalDouble.empty();
        };
    }

    private static OptionalDouble missing(double has, double needed) {
        return OptionalDouble.of(needed <= 0 ? 0 : (needed - has) / needed);
    }

    /** An elastic offer costs by the share of its CPUs that is asked for. */
    static BigDecimal pricePerHour(Demand demand, Offer offer) {
        if (!offer.elastic() || offer.capacity().cpus() == 0) {
            return offer.pricePerHour();
        }
        BigDecimal price =
                offer.pricePerHour()
                        .multiply(BigDecimal.valueOf(demand.wish().cpus()))
                        .divide(BigDecimal.valueOf(offer.capacity().cpus()), MathContext.DECIMAL64);
        return price.signum() == 0 ? BigDecimal.ZERO : price.stripTrailingZeros();
    }

    static String word(Offer.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
