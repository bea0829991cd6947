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
 *     empty when any name may do, and {@link Site#ensure} tells; {@link #REGISTRIES} among them
 *     stands for those that have a slash
 * @param region the place that data and prices know it by, such as {@code aws:eu-west-1}
 * @param certifications such as {@code ISO 27001}
 * @param networks that its machines are on together with those of other sites, which they reach
 *     there by their private addresses; by name
 */
public record SiteDescription(
        String name,
        String kind,
        String title,
        boolean isolated,
        Optional<String> country,
        Set<String> images,
        Optional<String> region,
        Set<String> certifications,
        Set<String> networks) {
    /**
     * Stands for the image names of registries, which nobody can list: a site that fetches takes
     * any.
     */
    public static final String REGISTRIES = "*/*";

    public SiteDescription {
        images = Set.copyOf(images);
        certifications = Set.copyOf(certifications);
        networks = Set.copyOf(networks);
    }

    /**
     * Whether a machine can be made from the image, as far as can be told without asking the site.
     */
    public boolean takes(String image) {
        return images.isEmpty()
                || images.contains(image)
                || (image.contains("/") && images.contains(REGISTRIES));
    }

    /** Of which neither region, certifications nor networks are known. */
    public SiteDescription(
            String name,
            String kind,
            String title,
            boolean isolated,
            Optional<String> country,
            Set<String> images) {
        this(name, kind, title, isolated, country, images, Optional.empty(), Set.of(), Set.of());
    }

    /** The same in a region, with certifications. */
    public SiteDescription in(String place, Set<String> certified) {
        return new SiteDescription(
                name,
                kind,
                title,
                isolated,
                country,
                images,
                Optional.of(place),
                certified,
                networks);
    }
}
