package floria.site.containers;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an administrator says about a container engine.
 *
 * @param name of the site
 * @param address where the engine listens
 * @param country ISO 3166-1 alpha-2, where it is known
 * @param images the engine's image for a logical name; a name that is not here stands for itself
 * @param defaultImage logical name of the image of a machine that asks for none
 * @param pull when images are fetched
 * @param pullLimit how long fetching one image may take
 * @param publishOn the address that published ports are bound to and reached at
 * @param pricePerCpuHour of one CPU for an hour
 * @param gpus the GPUs that the engine can hand in
 * @param pidsLimit the most processes and threads in one container
 */
public record ContainerSettings(
        String name,
        EngineAddress address,
        Optional<String> country,
        Map<String, String> images,
        String defaultImage,
        Pull pull,
        Duration pullLimit,
        String publishOn,
        BigDecimal pricePerCpuHour,
        String currency,
        List<Gpu> gpus,
        long pidsLimit) {

    /** When images are fetched from their registry. */
    public enum Pull {
        /** When the engine does not have them. */
        MISSING,
        NEVER
    }

    /**
     * One GPU.
     *
     * @param device its CDI name such as {@code nvidia.com/gpu=0}, or the id that the vendor's
     *     runtime knows it by
     */
    public record Gpu(String device, String model) {}

    public ContainerSettings {
        images = Map.copyOf(images);
        gpus = List.copyOf(gpus);
    }

    /** An engine on this machine that costs nothing and fetches images that it lacks. */
    public static ContainerSettings of(String name, EngineAddress address) {
        return new ContainerSettings(
                name,
                address,
                Optional.empty(),
                Map.of(),
                "debian:12",
                Pull.MISSING,
                Duration.ofMinutes(15),
                "127.0.0.1",
                BigDecimal.ZERO,
                "EUR",
                List.of(),
                16384);
    }

    public ContainerSettings withImages(Map<String, String> changed) {
        return new ContainerSettings(
                name,
                address,
                country,
                changed,
                defaultImage,
                pull,
                pullLimit,
                publishOn,
                pricePerCpuHour,
                currency,
                gpus,
                pidsLimit);
    }

    public ContainerSettings withPull(Pull changed) {
        return new ContainerSettings(
                name,
                address,
                country,
                images,
                defaultImage,
                changed,
                pullLimit,
                publishOn,
                pricePerCpuHour,
                currency,
                gpus,
                pidsLimit);
    }

    /**
     * @param perCpuHour of one CPU for an hour
     * @param in ISO 4217
     */
    public ContainerSettings withPrice(BigDecimal perCpuHour, String in) {
        return new ContainerSettings(
                name,
                address,
                country,
                images,
                defaultImage,
                pull,
                pullLimit,
                publishOn,
                perCpuHour,
                in,
                gpus,
                pidsLimit);
    }
}
