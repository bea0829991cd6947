package floria.placement.hardware;

import java.util.List;
import java.util.Optional;

/**
 * The least that is asked of a machine's GPUs.
 *
 * @param models any of them, or of the families named; empty when any model will do
 * @param memory bytes of each
 * @param computeCapability at least, such as {@code 8.0}
 * @param driver at least, such as {@code 535}
 * @param cuda the CUDA version that must run, at least
 * @param share the part of each GPU, at least; 1 asks for whole ones
 * @param slice the profile of a partition, exactly, such as {@code 1g.10gb}
 * @param linked whether they must have a fast link of their own
 */
public record GpuWish(
        int count,
        List<String> models,
        Optional<String> vendor,
        long memory,
        Optional<String> computeCapability,
        Optional<String> driver,
        Optional<String> cuda,
        double share,
        Optional<String> slice,
        boolean linked) {
    public GpuWish {
        models = List.copyOf(models);
        if (count < 1 || share <= 0 || share > 1 || memory < 0) {
            throw new IllegalArgumentException(
                    count + " GPUs with a share of " + share + " and " + memory + " bytes");
        }
    }

    /** So many whole ones of any kind. */
    public static GpuWish of(int count) {
        return new GpuWish(
                count,
                List.of(),
                Optional.empty(),
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                1,
                Optional.empty(),
                false);
    }

    public GpuWish of(List<String> names) {
        return new GpuWish(
                count,
                names,
                vendor,
                memory,
                computeCapability,
                driver,
                cuda,
                share,
                slice,
                linked);
    }

    public GpuWish withMemory(long bytes) {
        return new GpuWish(
                count,
                models,
                vendor,
                bytes,
                computeCapability,
                driver,
                cuda,
                share,
                slice,
                linked);
    }

    public GpuWish withShare(double part) {
        return new GpuWish(
                count,
                models,
                vendor,
                memory,
                computeCapability,
                driver,
                cuda,
                part,
                slice,
                linked);
    }

    public GpuWish withCuda(String version) {
        return new GpuWish(
                count,
                models,
                vendor,
                memory,
                computeCapability,
                driver,
                Optional.of(version),
                share,
                slice,
                linked);
    }

    public GpuWish withCapability(String version) {
        return new GpuWish(
                count,
                models,
                vendor,
                memory,
                Optional.of(version),
                driver,
                cuda,
                share,
                slice,
                linked);
    }

    /**
     * Reads {@code A100:2}, {@code A100}, {@code 2} or {@code A100-80GB,H100:1}, as the command
     * takes it: models with commas, and after a colon how many.
     *
     * @throws IllegalArgumentException with what is wrong, for people
     */
    public static GpuWish parse(String text) {
        int colon = text.lastIndexOf(':');
        String models = colon < 0 ? text : text.substring(0, colon);
        String number = colon < 0 ? "1" : text.substring(colon + 1);
        if (colon < 0 && text.matches("\\d{1,4}")) {
            models = "";
            number = text;
        }
        if (text.isBlank() || !number.matches("[1-9]\\d{0,3}")) {
            throw new IllegalArgumentException(
                    "'" + text + "' asks for no number of GPUs; write it like A100:2");
        }
        return of(Integer.parseInt(number))
                .of(models.isBlank() ? List.of() : List.of(models.strip().split("\\s*,\\s*")));
    }
}
