package floria.site.slurm;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

/**
 * What an administrator says about a cluster.
 *
 * @param name of the site
 * @param folder absolute, on a file system that the login host and all nodes share, writable by the
 *     user whose jobs these are
 * @param account that pays where a template names none
 * @param runtime what runs containers in jobs
 * @param images the file or address of a container image for a logical name
 * @param system logical name of what the nodes run themselves, such as {@code rocky:9}
 * @param country ISO 3166-1 alpha-2, where it is known
 * @param pricePerCpuHour of one CPU for an hour
 */
public record SlurmSettings(
        String name,
        String folder,
        Optional<String> account,
        ContainerRuntime runtime,
        Map<String, String> images,
        String system,
        Optional<String> country,
        BigDecimal pricePerCpuHour,
        String currency) {
    public SlurmSettings {
        if (!folder.startsWith("/") || folder.chars().anyMatch(c -> c < ' ')) {
            throw new IllegalArgumentException(
                    "the folder of a Slurm site must be an absolute path: " + folder);
        }
        images = Map.copyOf(images);
    }

    /** Without containers, accounts and prices. */
    public static SlurmSettings of(String name, String folder) {
        return new SlurmSettings(
                name,
                folder,
                Optional.empty(),
                ContainerRuntime.NONE,
                Map.of(),
                "linux",
                Optional.empty(),
                BigDecimal.ZERO,
                "EUR");
    }

    /** The same with containers. */
    public SlurmSettings withImages(ContainerRuntime by, Map<String, String> changed) {
        return new SlurmSettings(
                name, folder, account, by, changed, system, country, pricePerCpuHour, currency);
    }

    /**
     * The same at a price.
     *
     * @param in ISO 4217
     */
    public SlurmSettings withPrice(BigDecimal perCpuHour, String in) {
        return new SlurmSettings(
                name, folder, account, runtime, images, system, country, perCpuHour, in);
    }

    /** The same with another name for what the nodes run. */
    public SlurmSettings withSystem(String name) {
        return new SlurmSettings(
                this.name,
                folder,
                account,
                runtime,
                images,
                name,
                country,
                pricePerCpuHour,
                currency);
    }

    /** The same with an account that pays. */
    public SlurmSettings withAccount(String payer) {
        return new SlurmSettings(
                name,
                folder,
                Optional.of(payer),
                runtime,
                images,
                system,
                country,
                pricePerCpuHour,
                currency);
    }
}
