package floria.site;

import java.util.Optional;

/**
 * The GPUs of a machine, all alike. What is left open here may still be known of the model.
 *
 * @param count how many; a part of one counts as one
 * @param share the part of each that the machine gets, above 0 and at most 1
 * @param model such as {@code A100-80GB}; empty when it is not known
 * @param memory bytes of each, or of the part of it; 0 when it is not known
 * @param slice the profile of a partition, such as {@code 1g.10gb}
 * @param computeCapability such as {@code 8.0}
 * @param driver its version, such as {@code 550.54}
 * @param cuda the newest CUDA that the driver runs, such as {@code 12.4}
 * @param linked whether they reach each other by a fast link of their own, such as NVLink
 */
public record Gpus(
        int count,
        double share,
        String model,
        long memory,
        Optional<String> slice,
        Optional<String> vendor,
        Optional<String> computeCapability,
        Optional<String> driver,
        Optional<String> cuda,
        boolean linked) {
    public Gpus {
        if (count < 1 || share <= 0 || share > 1 || memory < 0) {
            throw new IllegalArgumentException(
                    count + " GPUs with a share of " + share + " and " + memory + " bytes");
        }
    }

    /** Whole GPUs of a model of which nothing else is said. */
    public static Gpus of(int count, String model) {
        return new Gpus(
                count,
                1,
                model,
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false);
    }

    public Gpus withMemory(long bytes) {
        return new Gpus(
                count, share, model, bytes, slice, vendor, computeCapability, driver, cuda, linked);
    }

    public Gpus withShare(double part) {
        return new Gpus(
                count, part, model, memory, slice, vendor, computeCapability, driver, cuda, linked);
    }

    public Gpus withSlice(String profile) {
        return new Gpus(
                count,
                share,
                model,
                memory,
                Optional.of(profile),
                vendor,
                computeCapability,
                driver,
                cuda,
                linked);
    }

    /**
     * @param newestCuda the newest CUDA that the driver runs
     */
    public Gpus withDriver(String version, String newestCuda) {
        return new Gpus(
                count,
                share,
                model,
                memory,
                slice,
                vendor,
                computeCapability,
                Optional.of(version),
                Optional.of(newestCuda),
                linked);
    }

    public Gpus linkedTogether() {
        return new Gpus(
                count, share, model, memory, slice, vendor, computeCapability, driver, cuda, true);
    }
}
