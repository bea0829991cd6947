package floria.server.site;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import io.swagger.v3.oas.annotations.media.Schema;

import floria.placement.Quota;
import floria.site.Fault;
import floria.site.Gpus;
import floria.site.Offer;

/**
 * A site, as JSON.
 *
 * @param kind empty when the site cannot even say what it is
 * @param quotas how much of it who asks may use
 * @param fault why there are no offers
 */
public record SiteView(
        String name,
        String kind,
        String title,
        boolean isolated,
        List<OfferView> offers,
        List<QuotaView> quotas,
        Optional<FaultView> fault) {

    /** One thing that can be had. */
    public record OfferView(
            String id,
            List<String> realises,
            double cpus,
            long memoryBytes,
            long diskBytes,
            int gpus,
            Optional<String> gpuModel,
            Optional<Long> gpuMemoryBytes,
            Optional<String> architecture,
            Optional<String> region,
            boolean preemptible,
            boolean elastic,
            BigDecimal pricePerHour,
            String currency,
            Optional<Integer> available,
            Optional<String> zone) {
        static OfferView of(Offer offer) {
            return new OfferView(
                    offer.id(),
                    offer.realises().stream().map(SiteView::lower).sorted().toList(),
                    offer.capacity().cpus(),
                    offer.capacity().memory(),
                    offer.capacity().disk(),
                    offer.capacity().gpus(),
                    offer.capacity().gpuModel(),
                    offer.capacity().gpu().map(Gpus::memory).filter(bytes -> bytes > 0),
                    offer.capacity().architecture(),
                    offer.terms().region(),
                    offer.terms().preemptible(),
                    offer.elastic(),
                    offer.pricePerHour(),
                    offer.currency(),
                    offer.available().isPresent()
                            ? Optional.of(offer.available().getAsInt())
                            : Optional.empty(),
                    offer.zone());
        }
    }

    /**
     * The most of something that may be used; memory and disk in bytes.
     *
     * @param whose such as {@code the site}, {@code project physics}, {@code user ana}
     * @param used by what runs
     * @param reserved for what was accepted and does not run yet
     */
    @Schema(name = "Quota")
    public record QuotaView(
            String whose,
            Optional<String> zone,
            String resource,
            double used,
            double reserved,
            double limit) {
        static QuotaView of(Quota quota) {
            return new QuotaView(
                    quota.whose(),
                    quota.zone(),
                    lower(quota.resource()),
                    quota.used(),
                    quota.reserved(),
                    quota.limit());
        }
    }

    /** Why a site does not answer. */
    public record FaultView(String kind, String message, Optional<String> hint) {
        static FaultView of(Fault fault) {
            return new FaultView(lower(fault.kind()), fault.message(), fault.hint());
        }
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
