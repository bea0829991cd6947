package floria.placement;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import floria.placement.hardware.GpuWish;
import floria.placement.hardware.Wish;
import floria.site.Gpus;
import floria.site.Offer;
import floria.site.SiteDescription;

/** What an offer falls short of, in words and figures for people. */
final class Shortcomings {
    private final Fit fit;

    Shortcomings(Fit fit) {
        this.fit = fit;
    }

    /** Each of the criteria in words and figures. */
    List<String> words(long against, Demand demand, Candidate candidate, Offer offer) {
        List<String> words = new ArrayList<>();
        for (Criterion criterion : Criterion.values()) {
            if ((against & criterion.mask()) != 0) {
                words.add(words(criterion, demand, candidate, offer));
            }
        }
        return words;
    }

    private String words(Criterion criterion, Demand demand, Candidate candidate, Offer offer) {
        Wish wish = demand.wish();
        Restriction where = demand.where();
        var has = offer.capacity();
        SiteDescription site = candidate.site();
        return switch (criterion) {
            case KIND -> "is no " + Fit.word(demand.kind());
            case FLAVOUR -> "is not " + wish.flavour().orElse("");
            case CPUS ->
                    "needs "
                            + Figures.count(wish.cpus())
                            + " CPUs, has "
                            + Figures.count(has.cpus());
            case MEMORY ->
                    "needs "
                            + Figures.size(wish.memory())
                            + " of memory, has "
                            + Figures.size(has.memory());
            case DISK ->
                    "needs "
                            + Figures.size(wish.disk())
                            + " of disk, has "
                            + Figures.size(has.disk());
            case ARCHITECTURE ->
                    "needs "
                            + wish.architecture().orElse("")
                            + ", is "
                            + has.architecture().orElse("");
            case GPU_COUNT,
                    GPU_MODEL,
                    GPU_VENDOR,
                    GPU_MEMORY,
                    GPU_SHARE,
                    GPU_SLICE,
                    GPU_CAPABILITY,
                    GPU_DRIVER,
                    GPU_CUDA,
                    GPU_LINK ->
                    wish.gpu().map(gpu -> words(criterion, gpu, has.gpu())).orElse("");
            case NETWORK ->
                    "needs "
                            + Figures.count(wish.interconnect().gigabits())
                            + " Gbit/s of network, "
                            + (has.interconnect().gigabits() == 0
                                    ? "has a speed that is not known"
                                    : "has " + Figures.count(has.interconnect().gigabits()));
            case INFINIBAND ->
                    "needs InfiniBand "
                            + wish.interconnect().infiniband().map(Enum::name).orElse("")
                            + " or newer, has "
                            + has.interconnect().infiniband().map(Enum::name).orElse("none");
            case FABRIC -> "needs one fabric for all its copies, has none that is known";
            case PREEMPTION ->
                    offer.terms().preemptible()
                            ? "can be taken back by the site at any time"
                            : "is not preemptible";
            case IMAGE ->
                    "needs "
                            + demand.image().orElse("")
                            + ", has "
                            + String.join(
                                    ", ",
                                    site.images().stream()
                                            .map(name ->
                                                    name.equals(SiteDescription.REGISTRIES)
                                                            ? "those of registries"
                                                            : name)
                                            .sorted()
                                            .toList());
            case FREE -> {
                int free = offer.available().orElse(0);
                yield free < 1
                        ? "none is free now"
                        : "needs " + demand.count() + ", " + free + " are free now";
            }
            case SITE -> "is not one of the sites " + list(where.sites());
            case COUNTRY ->
                    "must be in "
                            + list(where.countries())
                            + ", is in "
                            + Fit.country(site, offer).orElse("a country that is not known");
            case REGION ->
                    "must be in " + list(where.regions()) + ", is in " + candidate.place(offer);
            case ZONE ->
                    "must be in zone "
                            + list(where.zones())
                            + ", is in "
                            + offer.zone().orElse("none");
            case CERTIFICATION ->
                    "must be certified by "
                            + list(where.certifications())
                            + ", is by "
                            + (site.certifications().isEmpty()
                                    ? "none"
                                    : list(site.certifications()));
            case AGREEMENT -> "has no agreement " + list(where.agreements()) + " that is valid now";
            case PRICE ->
                    "may cost "
                            + where.price().map(Figures::price).orElse("")
                            + " "
                            + offer.currency()
                            + " per hour, costs "
                            + Figures.price(Fit.pricePerHour(demand, offer));
            case QUEUE ->
                    "may wait "
                            + where.queue().map(Figures::time).orElse("")
                            + ", the wait is "
                            + Figures.time(offer.terms().queue());
            case CURRENCY -> "is priced in " + offer.currency() + ", for which no rate is known";
            case QUOTA -> "does not fit into the quota";
            case BLOCKED -> "failed a short time ago";
            case DATA -> "may not have the data that it needs";
        };
    }

    private String words(Criterion criterion, GpuWish wish, Optional<Gpus> offered) {
        String needed = needed(wish);
        if (offered.isEmpty()) {
            return "needs " + needed + ", has no GPU";
        }
        Gpus has = offered.get();
        String name = has.model().isEmpty() ? "its GPU" : has.model();
        return switch (criterion) {
            case GPU_COUNT -> "needs " + needed + ", has " + has.count();
            case GPU_MODEL ->
                    wish.models().isEmpty()
                            ? "needs a GPU, " + name + " is another kind of accelerator"
                            : "needs "
                                    + String.join(" or ", wish.models())
                                    + ", has "
                                    + name(has.model());
            case GPU_VENDOR ->
                    "needs a GPU of "
                            + wish.vendor().orElse("")
                            + ", "
                            + name
                            + " is of "
                            + fit.vendor(has).orElse("");
            case GPU_MEMORY ->
                    "needs "
                            + needed
                            + "; "
                            + name
                            + " has "
                            + (fit.memory(has) == 0
                                    ? "memory that is not known"
                                    : Figures.size(fit.memory(has)));
            case GPU_SHARE ->
                    "needs "
                            + (wish.share() == 1
                                    ? "whole GPUs"
                                    : Figures.count(wish.share()) + " of a GPU")
                            + ", has "
                            + Figures.count(has.share())
                            + " of one";
            case GPU_SLICE ->
                    "needs the slice "
                            + wish.slice().orElse("")
                            + ", has "
                            + has.slice().orElse("none");
            case GPU_CAPABILITY ->
                    "needs compute capability "
                            + wish.computeCapability().orElse("")
                            + ", "
                            + name
                            + " has "
                            + fit.capability(has).orElse("");
            case GPU_DRIVER ->
                    "needs driver "
                            + wish.driver().orElse("")
                            + " or newer, has "
                            + has.driver().orElse("");
            case GPU_CUDA -> cuda(wish.cuda().orElse(""), has, name);
            case GPU_LINK -> "needs GPUs that are linked to each other, such as by NVLink";
            default -> throw new IllegalArgumentException(criterion + " is not about GPUs");
        };
    }

    private String cuda(String version, Gpus has, String name) {
        if (!Fit.atLeast(has.cuda(), Optional.of(version))) {
            return "needs CUDA " + version + ", its driver runs up to " + has.cuda().orElse("");
        }
        if (!fit.vendor(has).map("nvidia"::equalsIgnoreCase).orElse(true)) {
            return "needs CUDA " + version + ", which " + name + " does not run";
        }
        return "needs CUDA "
                + version
                + ", which takes compute capability "
                + Fit.neededFor(version).orElse("")
                + "; "
                + name
                + " has "
                + fit.capability(has).orElse("");
    }

    /** {@code 1 × ≥ 40 GB GPU}, {@code 2 × A100}. */
    private static String needed(GpuWish wish) {
        return wish.count()
                + " × "
                + (wish.memory() > 0 ? "≥ " + Figures.size(wish.memory()) + " " : "")
                + (wish.models().isEmpty() ? "GPU" : String.join(" or ", wish.models()));
    }

    private static String name(String model) {
        return model.isEmpty() ? "a model that is not known" : model;
    }

    private static String list(Set<String> names) {
        return String.join(", ", names.stream().sorted().toList());
    }
}
