package floria.site;

import java.util.Optional;

/**
 * What a machine has, or what is asked of one.
 *
 * @param cpus virtual CPUs; fractions are shares of one
 * @param memory bytes
 * @param disk bytes
 * @param gpus how many GPUs
 * @param gpuModel such as {@code A100}
 */
public record Hardware(double cpus, long memory, long disk, int gpus, Optional<String> gpuModel) {

    public static Hardware of(double cpus, long memory, long disk) {
        return new Hardware(cpus, memory, disk, 0, Optional.empty());
    }
}
