package floria.site;

import java.util.Optional;
import java.util.Set;

/**
 * What a site is.
 *
 * @param name as configured, unique in a Floria
 * @param kind of the adapter, such as {@code containers}
 * @param title for people, such as {@code Podman 4.3.1 on this machine}
 * @param isolated whether workloads are kept apart from the machine that runs them; preferred when
 *     prices are equal
 * @param country ISO 3166-1 alpha-2, where it is known
 * @param images logical image names such as {@code debian:12} that a machine can be made from;
 *     empty when any name may do, and {@link Site#ensure} tells
 */
public record SiteDescription(
        String name,
        String kind,
        String title,
        boolean isolated,
        Optional<String> country,
        Set<String> images) {
    public SiteDescription {
        images = Set.copyOf(images);
    }
}
